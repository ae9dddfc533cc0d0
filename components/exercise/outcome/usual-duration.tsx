import { formatEstimate } from '@dfm/contracts/quantity';

/** How long a run of the exercise takes; nothing if no run has been graded yet. */
export function UsualDuration({ ms }: { ms: number | undefined }) {
  return (
    ms !== undefined && (
      <p className="mt-2 max-w-prose text-sm text-soft">
        A run of this exercise usually takes {formatEstimate(ms)}: the median of the newest graded runs of all
        learners on this site.
      </p>
    )
  );
}
