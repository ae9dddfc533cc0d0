import type { Axis } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Attempt } from '@dfm/contracts/page-data';
import { formatBytes } from '@dfm/contracts/quantity';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { axisLabel, axisOrder } from '../verdict/axis-label.ts';
import { AttemptOutcome } from './attempt-outcome.tsx';
import { LoadAttemptLink } from './load-attempt-link.tsx';

interface Props {
  /** Of the exercise. */
  slug: string;
  /** Newest first. */
  attempts: readonly Attempt[];
  /** Runs chosen for comparison: the older and the newer. */
  chosen: { from: string | undefined; to: string | undefined };
}

/**
 * Every attempt with its score, and two columns of radio buttons to select two attempts to compare. Works
 * without JavaScript.
 */
export function AttemptsTable({ slug, attempts, chosen }: Props) {
  // Only the results of exercises that grade a GPU have that axis.
  const hasGpu = attempts.some(({ outcome }) => outcome?.axes.gpu !== undefined);
  const axes = axisOrder.filter((axis) => axis !== 'gpu' || hasGpu);
  const isComparable = attempts.length > 1;
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
            <th scope="col">Editor</th>
            {isComparable && (
              <>
                <th scope="col">From</th>
                <th scope="col">To</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {attempts.map((attempt) => (
            <AttemptRow
              key={attempt.runId}
              slug={slug}
              attempt={attempt}
              axes={axes}
              chosen={isComparable ? chosen : undefined}
            />
          ))}
        </tbody>
      </table>
      {isComparable && (
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

function AttemptRow({
  slug,
  attempt,
  axes,
  chosen,
}: {
  slug: string;
  attempt: Attempt;
  axes: readonly Axis[];
  /** Undefined if there is no attempt to compare it with. */
  chosen: Props['chosen'] | undefined;
}) {
  const { outcome } = attempt;
  return (
    <tr>
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
      <td className="number">{outcome?.status === 'graded' ? Math.round(outcome.score) : ''}</td>
      {axes.map((axis) => (
        <td key={axis} className="number max-md:hidden">
          {outcome?.status === 'graded' ? pointsText(outcome.axes[axis]) : ''}
        </td>
      ))}
      <td className="number max-md:hidden">
        {outcome?.totalBytes === undefined ? '' : formatBytes(outcome.totalBytes)}
      </td>
      <td>
        <LoadAttemptLink slug={slug} attempt={attempt}>
          Load<span className="sr-only"> attempt {attempt.number} into the editor</span>
        </LoadAttemptLink>
      </td>
      {chosen !== undefined && (
        <>
          <Choice name="from" attempt={attempt} chosen={chosen.from} />
          <Choice name="to" attempt={attempt} chosen={chosen.to} />
        </>
      )}
    </tr>
  );
}

function pointsText(points: { score: number; max: number } | undefined): string {
  return points === undefined || points.max === 0 ? '' : `${trim(points.score)}/${trim(points.max)}`;
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
