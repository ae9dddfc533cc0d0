import type { RunSnapshot } from '@dfm/contracts/browser-api';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Attempt } from '@dfm/contracts/page-data';
import { pages } from '@dfm/contracts/pages';
import { visibleText } from '@dfm/contracts/visible-text';
import { AttemptOutcome } from '@/components/exercise/attempts/attempt-outcome.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';

interface Props {
  /** Title of the exercise. */
  exercise: string;
  run: RunSnapshot;
  learner: { name: string; email: string };
  cohort: { id: string; name: string };
  grade: string;
  /** The newest first. */
  attempts: readonly Attempt[];
}

/** Whose run staff see, what it means for the grade, and the learner's other attempts. */
export function StaffRunHeader({ exercise, run, learner, cohort, grade, attempts }: Props) {
  return (
    <header className="mb-8">
      <Breadcrumb
        trail={[
          { href: hrefTo('teach'), text: pages.teach.title },
          { href: hrefTo('cohort', cohort.id), text: visibleText(cohort.name) },
        ]}
      />
      <h1 className="text-2xl font-semibold">
        {visibleText(learner.name)}: {exercise}
      </h1>
      <p className="mt-2 text-soft">{grade}</p>
      {attempts.length > 1 && (
        <nav aria-label="Attempts" className="mt-5">
          <ol className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
            {attempts.toReversed().map((attempt) => (
              <li key={attempt.runId} className="flex items-center gap-2">
                <Link
                  href={hrefTo('run', attempt.runId)}
                  aria-current={attempt.runId === run.id ? 'page' : undefined}
                  className="text-accent underline underline-offset-2 aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:no-underline"
                >
                  Attempt {attempt.number}
                </Link>
                <AttemptOutcome attempt={attempt} />
              </li>
            ))}
          </ol>
        </nav>
      )}
      <p className="mt-5 text-sm text-faint">
        Submitted <Moment at={run.createdAt} />
      </p>
    </header>
  );
}
