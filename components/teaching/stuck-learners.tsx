import { hrefTo } from '@dfm/contracts/page-addresses';
import type { StuckLearner } from '@dfm/contracts/page-data';
import { Link } from '@/components/ui/link.tsx';
import { FailureText } from './failure-text.tsx';

/** Who fails for the same reason again and again. */
export function StuckLearners({ stuck }: { stuck: readonly StuckLearner[] }) {
  return (
    <section aria-labelledby="stuck" className="max-w-figure">
      <h2 id="stuck" className="text-lg font-semibold">
        Who is stuck
      </h2>
      <p className="mt-1 text-sm text-soft">
        Learners with five or more submissions that failed for the same reason, who have not passed.
      </p>
      {stuck.length === 0 ? (
        <p className="mt-4">No one at the moment.</p>
      ) : (
        <ul className="mt-4 border-b border-line">
          {stuck.map(({ learnerId, name, exercise, runs, runId, reason }) => (
            <li key={`${learnerId} ${exercise}`} className="border-t border-line py-3">
              <div className="flex flex-wrap items-baseline justify-between gap-x-6">
                <Link
                  href={hrefTo('run', runId)}
                  className="font-semibold wrap-anywhere hover:text-accent hover:underline"
                >
                  {name}: {exercise}
                </Link>
                <span className="text-sm tabular-nums">{runs} times</span>
              </div>
              <p className="text-sm text-soft">
                <FailureText reason={reason} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
