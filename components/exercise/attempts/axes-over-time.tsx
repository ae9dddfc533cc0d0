import type { Axis } from '@dfm/contracts';
import type { Attempt } from '@dfm/contracts/page-data';
import { axisLabel, axisOrder } from '../verdict/axis-label.ts';

const width = 160;
const height = 56;
const inset = 6;

/**
 * One small chart per axis: its share of the points over the graded attempts. The table of attempts has the
 * same numbers.
 */
export function AxesOverTime({ attempts }: { attempts: readonly Attempt[] }) {
  const graded = attempts
    .filter((a) => a.outcome?.status === 'graded')
    .toSorted((a, b) => a.number - b.number);
  if (graded.length < 2) return null;
  return (
    <section aria-labelledby="over-time-title" className="my-8">
      <h2 id="over-time-title" className="mb-3 text-lg font-semibold">
        Scores by axis over {graded.length} graded attempts
      </h2>
      <ul className="grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-3 lg:grid-cols-5">
        {axisOrder.map((axis) => {
          const shares = graded.flatMap((a) => share(a, axis) ?? []);
          return shares.length === graded.length ? <Chart key={axis} axis={axis} shares={shares} /> : null;
        })}
      </ul>
    </section>
  );
}

/** 0–1; undefined if the exercise gives no points on the axis. */
function share(attempt: Attempt, axis: Axis): number | undefined {
  const points = attempt.outcome?.axes[axis];
  return points === undefined || points.max === 0 ? undefined : points.score / points.max;
}

function Chart({ axis, shares }: { axis: Axis; shares: readonly number[] }) {
  const x = (i: number) => inset + (i * (width - 2 * inset)) / Math.max(1, shares.length - 1);
  const y = (value: number) => height - inset - value * (height - 2 * inset);
  const first = shares[0] ?? 0;
  const last = shares.at(-1) ?? 0;
  return (
    <li>
      <p className="flex items-baseline justify-between text-sm">
        <span className="font-medium">{axisLabel[axis]}</span>
        <span className="text-soft tabular-nums">
          {first === last ? percent(last) : `${percent(first)} to ${percent(last)}`}
        </span>
      </p>
      <svg viewBox={`0 0 ${width} ${height}`} className="mt-1 w-full" aria-hidden>
        <line x1={inset} x2={width - inset} y1={y(0)} y2={y(0)} stroke="var(--line)" />
        <line x1={inset} x2={width - inset} y1={y(1)} y2={y(1)} stroke="var(--line)" strokeDasharray="2 3" />
        <polyline
          points={shares.map((s, i) => `${x(i)},${y(s)}`).join(' ')}
          fill="none"
          stroke="var(--accent)"
          strokeWidth={1.75}
          strokeLinejoin="round"
        />
        <circle cx={x(shares.length - 1)} cy={y(last)} r={3.5} fill="var(--accent)" />
      </svg>
    </li>
  );
}

const percent = (value: number): string => `${Math.round(value * 100)} %`;
