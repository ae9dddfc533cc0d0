/**
 * Waits until all of them have ended, and throws what the first one threw: none goes on unseen after the
 * failure of another.
 *
 * @returns what they returned
 */
export async function together<T extends readonly unknown[]>(
  work: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(work);
  return Promise.all(work) as unknown as Promise<T>;
}
