/** A number of learners, with its share drawn as a bar where there is room. */
export function ShareBar({ count, of }: { count: number; of: number }) {
  return (
    <span className="flex items-center justify-end gap-2 tabular-nums">
      <span aria-hidden className="h-2 w-24 rounded-sm bg-surface outline-1 outline-line max-sm:hidden">
        <span
          className="block h-full rounded-sm bg-warn"
          style={{ width: `${(100 * count) / Math.max(of, 1)}%` }}
        />
      </span>
      {count}
    </span>
  );
}
