/**
 * An estimated duration, without false precision: `about 20 s`, `about 1 min`.
 *
 * @param ms milliseconds
 */
export function aboutDuration(ms: number): string {
  const tens = Math.max(1, Math.round(ms / 10_000));
  return tens < 6 ? `about ${tens}0 s` : `about ${Math.round(ms / 60_000)} min`;
}
