/** CSS width of a bar's part, never thinner than can be seen where there is something. */
export function share(part: number, whole: number): string {
  return part > 0 ? `max(2px, ${((part / whole) * 100).toFixed(2)}%)` : '0';
}
