/** The slug that a title suggests: its words and numbers, joined by hyphens. Empty if it has none. */
export function slugFrom(title: string): string {
  return title
    .normalize('NFD')
    .replaceAll(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
