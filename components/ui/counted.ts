/** A number with its noun, `1 lesson` or `3 lessons`; empty for 0. */
export function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
