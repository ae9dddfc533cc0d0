import type { Axis, ResultDocument } from '@dfm/contracts';
import { formatBytes, formatDuration } from '@dfm/contracts/quantity';
import { axisLabel, axisOrder } from './axis-label.ts';

/** The five axes (six if a GPU is graded): points as a number and a bar, and the most important measurement. */
export function AxesBars({ result }: { result: ResultDocument }) {
  return (
    <dl className="grid gap-y-2" aria-label="Points by axis">
      {axisOrder.map((axis) => {
        const points = result.axes[axis];
        if (points === undefined) return null;
        const share = points.max === 0 ? 0 : points.score / points.max;
        return (
          <div
            key={axis}
            className="grid grid-cols-[4.5rem_minmax(3rem,1fr)_4.5rem] @sm:grid-cols-[4.5rem_minmax(3rem,1fr)_4.5rem_6.5rem] items-center gap-x-3 text-sm"
          >
            <dt className="font-medium">{axisLabel[axis]}</dt>
            <dd className="contents">
              <span aria-hidden className="h-2 overflow-hidden rounded-sm bg-surface outline-1 outline-line">
                <span
                  className={`block h-full ${share >= 0.999 ? 'bg-good' : share >= 0.5 ? 'bg-warn' : 'bg-bad'}`}
                  style={{ width: `${(share * 100).toFixed(1)}%` }}
                />
              </span>
              <span className="text-right whitespace-nowrap tabular-nums">
                {points.max === 0 ? (
                  <span className="text-faint">no points</span>
                ) : (
                  `${number(points.score)} of ${number(points.max)}`
                )}
              </span>
              <span className="hidden text-right whitespace-nowrap text-faint tabular-nums @sm:inline">
                {measured(result, axis)}
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 1 });

function measured(result: ResultDocument, axis: Axis): string | undefined {
  if (axis === 'build' && result.timings.coldBuildMs !== undefined)
    return formatDuration(result.timings.coldBuildMs);
  if (axis === 'size' && result.image !== undefined) return formatBytes(result.image.totalBytes);
  if (axis !== 'cache') return undefined;
  const installing = result.checks
    .flatMap(({ edits = [] }) => edits)
    .filter(({ wanted }) => wanted === 'installed')
    .map(({ title }) => title);
  // A rebuild that was stopped counts with the rest of its steps.
  const costs = result.replay
    .filter(({ title, firstMissLine }) => firstMissLine !== undefined && !installing.includes(title))
    .map(({ totalMs, stopped }) => totalMs + (stopped?.repeatsMs ?? 0));
  return costs.length === 0 ? undefined : `${formatDuration(Math.max(...costs))} per edit`;
}
