import type { Attempt } from '@dfm/contracts/page-data';
import { hrefTo } from '@dfm/contracts/pages';
import { formatBytes } from '@dfm/contracts/quantity';
import Link from 'next/link';
import { axisLabel, axisOrder } from '../verdict/axis-label.ts';
import { AttemptOutcome } from './attempt-outcome.tsx';
import { Moment } from './moment.tsx';
import '@/components/figures/figure-table.css';
import './attempts.css';

interface Props {
  /** Newest first. */
  attempts: readonly Attempt[];
  /** Runs chosen for comparison: the older and the newer. */
  chosen: { from: string | undefined; to: string | undefined };
}

/**
 * Every attempt with its score, and two columns of radio buttons to select two attempts to compare. Works
 * without JavaScript.
 */
export function AttemptsTable({ attempts, chosen }: Props) {
  // Only the results of exercises that grade a GPU have that axis.
  const hasGpu = attempts.some(({ outcome }) => outcome?.axes.gpu !== undefined);
  const axes = axisOrder.filter((axis) => axis !== 'gpu' || hasGpu);
  return (
    <form className="attempts-table overflow-x-auto">
      <table className="figure-table w-full">
        <thead>
          <tr>
            <th scope="col">Attempt</th>
            <th scope="col" className="max-md:hidden">
              When
            </th>
            <th scope="col" className="max-md:hidden">
              Outcome
            </th>
            <th scope="col" className="number">
              Score
            </th>
            {axes.map((axis) => (
              <th scope="col" key={axis} className="number max-md:hidden">
                {axisLabel[axis]}
              </th>
            ))}
            <th scope="col" className="number max-md:hidden">
              Image
            </th>
            {attempts.length > 1 && (
              <>
                <th scope="col">From</th>
                <th scope="col">To</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {attempts.map((attempt) => (
            <tr key={attempt.runId}>
              <th scope="row">
                <Link
                  href={hrefTo('run', attempt.runId)}
                  className="whitespace-nowrap text-accent underline underline-offset-2"
                >
                  Attempt {attempt.number}
                </Link>
                <span className="block text-xs font-normal text-faint md:hidden">
                  <Moment at={attempt.createdAt} />
                </span>
                <span className="block pt-1 md:hidden">
                  <AttemptOutcome attempt={attempt} />
                </span>
              </th>
              <td className="whitespace-nowrap max-md:hidden">
                <Moment at={attempt.createdAt} />
              </td>
              <td className="max-md:hidden">
                <AttemptOutcome attempt={attempt} />
              </td>
              <td className="number">
                {attempt.outcome?.status === 'graded' ? Math.round(attempt.outcome.score) : ''}
              </td>
              {axes.map((axis) => {
                const points = attempt.outcome?.status === 'graded' ? attempt.outcome.axes[axis] : undefined;
                return (
                  <td key={axis} className="number max-md:hidden">
                    {points === undefined || points.max === 0
                      ? ''
                      : `${trim(points.score)}/${trim(points.max)}`}
                  </td>
                );
              })}
              <td className="number max-md:hidden">
                {attempt.outcome?.totalBytes === undefined ? '' : formatBytes(attempt.outcome.totalBytes)}
              </td>
              {attempts.length > 1 && (
                <>
                  <Choice name="from" attempt={attempt} chosen={chosen.from} />
                  <Choice name="to" attempt={attempt} chosen={chosen.to} />
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {attempts.length > 1 && (
        <button
          type="submit"
          className="mt-3 inline-flex min-h-10 items-center rounded-md border border-edge bg-raised px-4 text-sm font-semibold hover:border-ink"
        >
          Compare
        </button>
      )}
    </form>
  );
}

const trim = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 1 });

function Choice({
  name,
  attempt,
  chosen,
}: {
  name: 'from' | 'to';
  attempt: Attempt;
  chosen: string | undefined;
}) {
  return (
    <td>
      <input
        type="radio"
        name={name}
        value={attempt.runId}
        defaultChecked={attempt.runId === chosen}
        aria-label={`Compare ${name} attempt ${attempt.number}`}
        className="size-4 accent-(--accent)"
      />
    </td>
  );
}
