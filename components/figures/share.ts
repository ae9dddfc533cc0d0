/** CSS width of a part of a bar. If it is not 0, it is wide enough to be visible. */
export function share(part: number, total: number): string {
  return part > 0 ? `max(2px, ${((part / total) * 100).toFixed(2)}%)` : '0';
}
