/**
 * Compiles a path pattern: `*` and `?` stay inside one path component, `**` crosses them, all else is
 * literal. Built from single-component classes only, so that matching is linear in the path for any pattern
 * without `**` chains.
 */
export function pathGlob(pattern: string): RegExp {
  const source = pattern
    .replace(/^\/+|\/+$/g, '')
    .replace(/\*{3,}/g, '**')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/?|\*|\?/g, (token) =>
      token === '**/' ? '(?:.*/)?' : token === '**' ? '.*' : token === '*' ? '[^/]*' : '[^/]',
    );
  return new RegExp(`^${source}$`, 's');
}
