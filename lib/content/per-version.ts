import 'server-only';
import { perProcess } from '../platform/per-process.ts';
import { content, installedFolder } from './content-root.ts';

/** Versions whose values are kept: the newest, and those of the classes that stay behind. */
const VERSIONS_MAX = 8;

const known = () => perProcess('values per version', () => new Map<string, Map<string, unknown>>());

/**
 * One value for each state of the course that cannot change: a published version, and what the site was built
 * with. Drafts, and everything during development, are read each time.
 */
export function perVersion<T>(name: string, make: () => Promise<T>): Promise<T> {
  const { folder, commit } = content();
  const isFixed =
    process.env.NODE_ENV === 'production' && (commit !== undefined || folder === installedFolder());
  if (!isFixed) return make();
  const versions = known();
  const values = versions.get(folder) ?? new Map<string, unknown>();
  // The one that was used last is the last to be forgotten.
  versions.delete(folder);
  versions.set(folder, values);
  if (versions.size > VERSIONS_MAX) versions.delete(versions.keys().next().value!);
  if (!values.has(name)) {
    const made = make();
    values.set(name, made);
    made.catch(() => values.delete(name));
  }
  return values.get(name) as Promise<T>;
}
