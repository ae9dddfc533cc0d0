/**
 * What several sources yield, as it comes, so many of them at a time in their order.
 *
 * @throws what a source throws; the others are not asked again
 */
export async function* merged<T>(
  sources: readonly (() => AsyncGenerator<T>)[],
  atOnce: number,
): AsyncGenerator<T> {
  const waiting = [...sources];
  const asked = new Map<AsyncGenerator<T>, Promise<{ source: AsyncGenerator<T>; step: IteratorResult<T> }>>();
  const ask = (source: AsyncGenerator<T>) =>
    asked.set(
      source,
      source.next().then((step) => ({ source, step })),
    );
  for (const open of waiting.splice(0, atOnce)) ask(open());
  while (asked.size > 0) {
    const { source, step } = await Promise.race(asked.values());
    asked.delete(source);
    const open = step.done === true ? waiting.shift() : undefined;
    if (step.done !== true) ask(source);
    else if (open !== undefined) ask(open());
    if (step.done !== true) yield step.value;
  }
}
