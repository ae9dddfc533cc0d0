import type { Hint, ResultDocument } from '@dfm/contracts';

export interface OfferedHint {
  text: string;
  /** Id of the failed check that the hint is for. */
  about?: string;
}

/**
 * The hints of an exercise that help with the newest run: first those for checks that lost points, in the
 * order in which to fix them, then the general ones. A hint for several such checks is offered once.
 *
 * @param result of the newest run; without one, only the general hints are offered
 */
export function offeredHints(
  hints: readonly Hint[],
  result: Pick<ResultDocument, 'checks'> | undefined,
): OfferedHint[] {
  const open = (result?.checks ?? []).filter(
    ({ status, maxPoints, required }) =>
      (status === 'fail' || status === 'warn') && (maxPoints > 0 || required),
  );
  const offered = new Map<string, OfferedHint>();
  for (const { id } of open) {
    for (const hint of hints)
      if (typeof hint !== 'string' && hint.failed.includes(id) && !offered.has(hint.text))
        offered.set(hint.text, { text: hint.text, about: id });
  }
  for (const hint of hints) if (typeof hint === 'string') offered.set(hint, { text: hint });
  return [...offered.values()];
}
