/** A number with its thing, `1 lesson` or `3 lessons`; empty for none. */
export function counted(count: number, thing: string): string {
  return count === 0 ? '' : `${count} ${thing}${count === 1 ? '' : 's'}`;
}
