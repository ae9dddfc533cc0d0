/** Shown instead of the verdict of a run whose result cannot be read. */
export function UnreadableResult() {
  return (
    <p className="text-soft">
      The result of this run was stored in a format that this version of the site can no longer read. Run the
      exercise again to get a new result.
    </p>
  );
}
