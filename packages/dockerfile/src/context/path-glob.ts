/**
 * Compiles a path pattern: `*` and `?` match within one path component, `**` matches across components,
 * everything else is literal. Only single-component classes are used, so matching takes time linear in the
 * path for any pattern without chains of `**`.
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
