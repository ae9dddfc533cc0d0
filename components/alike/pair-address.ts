/**
 * The address at which two submissions are compared.
 *
 * @param page address of the page
 * @param left, right IDs of runs
 */
export function pairAddress(page: string, left: string, right: string): string {
  return `${page}?${new URLSearchParams({ left, right })}`;
}
