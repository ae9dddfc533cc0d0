/**
 * Yields the values of several sources as they arrive. At most `atOnce` sources are open at a time, in order.
 *
 * @throws the error of a source; the other sources are not continued
 */
export async function* merged<T>(
  sources: readonly (() => AsyncGenerator<T>)[],
  atOnce: number,
): AsyncGenerator<T> {
  const waiting = [...sources];
  const pending = new Map<
    AsyncGenerator<T>,
    Promise<{ source: AsyncGenerator<T>; step: IteratorResult<T> }>
  >();
  const advance = (source: AsyncGenerator<T>) =>
    pending.set(
      source,
      source.next().then((step) => ({ source, step })),
    );
  for (const open of waiting.splice(0, atOnce)) advance(open());
  while (pending.size > 0) {
    const { source, step } = await Promise.race(pending.values());
    pending.delete(source);
    const open = step.done === true ? waiting.shift() : undefined;
    if (step.done !== true) advance(source);
    else if (open !== undefined) advance(open());
    if (step.done !== true) yield step.value;
  }
}
