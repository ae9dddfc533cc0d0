import { cleanPath, type Dockerignore } from '@dfm/dockerfile/context/dockerignore';

/** More rules and longer paths are not judged, so that the work stays bounded. */
const maxRules = 1000;
const maxLength = 512;
const everything: ReadonlySet<string> = new Set(['*', '**', '**/*']);

/**
 * Whether a .dockerignore excludes a source of COPY or one of its parent folders. A source that an exception
 * may include again, even in part, counts as not excluded.
 */
export function excludesSource({ rules, ignores }: Dockerignore, source: string): boolean {
  const path = cleanPath(source);
  if (rules.length > maxRules || path.length > maxLength) return false;
  const exceptions = rules.filter(({ exception }) => exception);
  if (path === '.') return exceptions.length === 0 && rules.some((rule) => everything.has(rule.path));
  return !exceptions.some((exception) => exception.path.startsWith(`${path}/`)) && ignores(path);
}
