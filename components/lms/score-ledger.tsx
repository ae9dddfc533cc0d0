import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormAction, PointsAt, ScoreLedger, ScoreRow, ScoreState } from '@dfm/contracts/page-data';
import { Badge, type Tone } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Callout } from '@/components/ui/callout.tsx';
import { Link } from '@/components/ui/link.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { ShownPart } from '@/components/ui/shown-part.tsx';

interface Props {
  /** Of the page. */
  address: string;
  ledger: ScoreLedger;
  /** Sends scores again: all that are open, or one. */
  action: FormAction;
}

/** What an LMS should have and has: points of each learner for each link. Shows first what is not in order. */
export function ScoreLedgerTable({ address, ledger, action }: Props) {
  const { pause, all, open, failed, onlyOpen, page, pages, rows, cohortId, timeZone } = ledger;
  return (
    <>
      {pause !== undefined && (
        <Callout kind="warning" title={`Nothing is sent until ${pause.until}`}>
          <p>{pause.problem}</p>
        </Callout>
      )}
      <p>{summary(all, open, failed)}</p>
      <ShownPart
        address={address}
        label="Grades"
        some={`Not in order (${open})`}
        all={`All (${all})`}
        showsAll={!onlyOpen}
        page={page}
        pages={pages}
      />
      <div className="mt-4">
        <ListForm action={action}>
          {rows.length > 0 && (
            <ScrollRegion aria-label="Grades of each learner" className="relative max-w-full overflow-x-auto">
              <table className="w-full min-w-2xl text-sm">
                <caption className="sr-only">Times are in {timeZone}.</caption>
                <thead className="text-left text-faint">
                  <tr>
                    {['Learner', 'Link', 'State', 'Should be', 'Sent', 'Confirmed'].map((name) => (
                      <th key={name} scope="col" className="py-1 pr-4 font-medium whitespace-nowrap">
                        {name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <LedgerRow key={`${row.linkId} ${row.learnerId}`} cohortId={cohortId} row={row} />
                  ))}
                </tbody>
              </table>
            </ScrollRegion>
          )}
          {rows.length > 0 && (
            <p className="mt-2 text-sm text-soft" aria-hidden>
              Times are in {timeZone}.
            </p>
          )}
          {open > 1 && (
            <div className="mt-4">
              <Button type="submit" name="retry" value="all">
                Try all {open} again
              </Button>
            </div>
          )}
        </ListForm>
      </div>
    </>
  );
}

function summary(all: number, open: number, failed: number): string {
  if (all === 0) return 'No learner who came from the LMS has a grade yet.';
  if (open === 0) return all === 1 ? 'The LMS has the grade.' : `The LMS has all ${all} grades.`;
  const refused = failed === 0 ? '' : `; it did not accept ${failed} of them`;
  return `The LMS does not have ${open} of ${all} grades yet${refused}.`;
}

const states: Record<ScoreState, { tone: Tone; text: string }> = {
  confirmed: { tone: 'good', text: 'Confirmed' },
  waiting: { tone: 'neutral', text: 'Waiting' },
  failed: { tone: 'bad', text: 'Not accepted' },
};

function LedgerRow({ cohortId, row }: { cohortId: string; row: ScoreRow }) {
  const { linkId, learnerId, name, link, state, wanted, sent, confirmed, problem, nextTry } = row;
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="py-2 pr-4 text-left font-medium wrap-anywhere">
        <Link
          href={hrefTo('cohortLearner', cohortId, learnerId)}
          className="hover:text-accent hover:underline"
        >
          {name}
        </Link>
      </th>
      <td className="py-2 pr-4 wrap-anywhere">{link}</td>
      <td className="max-w-xs py-2 pr-4">
        <Badge tone={states[state].tone}>{states[state].text}</Badge>
        {problem !== undefined && <p className="mt-1">{problem}</p>}
        {state !== 'confirmed' && (
          <div className="mt-1 flex flex-wrap items-center gap-x-3">
            {state === 'failed' && nextTry !== undefined && (
              <span className="text-soft">Next try: {nextTry}</span>
            )}
            <Button type="submit" name="retry" value={`${linkId} ${learnerId}`} look="quiet">
              Try again
              <span className="sr-only">
                : {name}, {link}
              </span>
            </Button>
          </div>
        )}
      </td>
      <Points value={wanted} />
      <Points value={sent} />
      <Points value={confirmed} />
    </tr>
  );
}

function Points({ value }: { value: PointsAt | undefined }) {
  return (
    <td className="py-2 pr-4 tabular-nums whitespace-nowrap">
      {value === undefined ? (
        <span className="text-faint">not yet</span>
      ) : (
        <>
          <span className="font-semibold">{value.points ?? 'no points'}</span>
          <span className="block text-faint">{value.at}</span>
        </>
      )}
    </td>
  );
}
