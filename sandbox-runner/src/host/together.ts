/**
 * Waits until all promises have settled, then throws the first rejection if there is one. So none continues
 * unnoticed after another has failed.
 *
 * @returns their results
 */
export async function together<T extends readonly unknown[]>(
  work: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(work);
  return Promise.all(work) as unknown as Promise<T>;
}
