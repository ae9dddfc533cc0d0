import { setTimeout as delay } from 'node:timers/promises';

/**
 * Looks again and again until something is there.
 *
 * @param look gives it, or undefined
 * @param state told in the error
 * @throws Error after `withinMs`
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  { withinMs = 120_000, state = () => '' as unknown } = {},
): Promise<T> {
  for (const end = performance.now() + withinMs; ; await delay(20)) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end)
      throw new Error(`not within ${withinMs / 1_000} s: ${what} ${String(await state())}`);
  }
}
