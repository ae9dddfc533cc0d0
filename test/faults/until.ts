import { setTimeout as delay } from 'node:timers/promises';

/**
 * Polls until something is available.
 *
 * @param look returns it, or undefined
 * @param state added to the error message
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
      throw new Error(`waited ${withinMs / 1_000} s for ${what} ${String(await state())}`);
  }
}
