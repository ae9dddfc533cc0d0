import { hrefTo } from '@dfm/contracts/page-addresses';
import type { RegradedGrade, RegradePreview, RegradeRow } from '@dfm/contracts/page-data';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { ShownPart } from '@/components/ui/shown-part.tsx';
import { RegradedAttempts } from './regraded-attempts.tsx';

interface Props {
  /** Of the page. */
  address: string;
  cohortId: string;
  preview: RegradePreview;
}

/** The learners with their grades before and after, and on request what is different in each submission. */
export function RegradeRows({ address, cohortId, preview }: Props) {
  const { rows, onlyChanges, page, pages, summary } = preview;
  return (
    <section aria-labelledby="learners" className="mt-10">
      <h3 id="learners" className="text-lg font-semibold">
        Learners
      </h3>
      <ShownPart
        address={address}
        label="Learners"
        some={`Only changes (${summary.changed})`}
        all={`Everyone (${summary.learners})`}
        showsAll={!onlyChanges}
        page={page}
        pages={pages}
      />
      {rows.length === 0 ? (
        <p className="mt-4 text-soft">
          {onlyChanges ? 'No grade changes.' : 'None of these learners is in the class any more.'}
        </p>
      ) : (
        <ul className="mt-4 max-w-figure border-b border-line">
          {rows.map((row) => (
            <li key={row.learnerId} className="border-t border-line py-3">
              <LearnerLine cohortId={cohortId} row={row} />
              <Disclosure
                summary={
                  <>
                    What is different<span className="sr-only"> for {row.name}</span>
                  </>
                }
              >
                <RegradedAttempts attempts={row.attempts} />
              </Disclosure>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function LearnerLine({
  cohortId,
  row: { learnerId, name, before, after, isOverridden },
}: {
  cohortId: string;
  row: RegradeRow;
}) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6">
      <Link
        href={hrefTo('cohortLearner', cohortId, learnerId)}
        className="font-semibold wrap-anywhere hover:text-accent hover:underline"
      >
        {name}
      </Link>
      <span className="text-sm tabular-nums">
        {isOverridden && <span className="text-soft">set by staff: </span>}
        <GradeText grade={before} />
        <span aria-hidden> → </span>
        <span className="sr-only"> becomes </span>
        <span className="font-semibold">
          <GradeText grade={after} />
        </span>
      </span>
    </div>
  );
}

function GradeText({ grade: { points, passed } }: { grade: RegradedGrade }) {
  return (
    <>
      {points ?? 'no points'}
      {passed ? ', passed' : ', not passed'}
    </>
  );
}
