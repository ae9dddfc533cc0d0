import { hrefTo } from '@dfm/contracts/page-addresses';
import type { WaitingRun } from '@dfm/contracts/page-data';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';

interface Props {
  runs: readonly WaitingRun[];
  /** Whether to name the learner. */
  withNames: boolean;
}

/** Runs whose conversation waits for the reader. */
export function WaitingRuns({ runs, withNames }: Props) {
  return (
    <ul className="mt-3 border-b border-line">
      {runs.map(({ runId, exercise, learner, text, writtenAt }) => (
        <li key={runId} className="border-t border-line py-3">
          <Link
            href={`${hrefTo('run', runId)}#comments`}
            className="font-semibold wrap-anywhere hover:text-accent hover:underline"
          >
            {withNames && `${learner}: `}
            {exercise}
          </Link>
          <p className="text-sm text-soft wrap-anywhere">
            {text}{' '}
            <span className="text-faint">
              <Moment at={writtenAt} />
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}
