import type { BuildContext } from '../context/build-source.ts';
import { namesOneVersion, readRequirement } from './requirement.ts';
import type { Requirement } from './requirement.ts';
import { readRequirements } from './requirements-file.ts';

/** The named packages that a requirements file of the build context requires. */
export interface ContextRequirements {
  path: string;
  requirements: (Requirement & { line: number; exact: boolean })[];
  /** Whether any line has a hash. pip then rejects requirements without one. */
  hashed: boolean;
  /** Values of `--index-url`, `--extra-index-url` and `--find-links`. */
  indexes: string[];
}

const cache = new WeakMap<BuildContext, Map<string, ContextRequirements[]>>();

/**
 * The file that `-r name` refers to, with the files it includes. Its path in the image is not known, so the
 * context is searched for its name.
 */
export function requirementsFiles(name: string, context: BuildContext | undefined): ContextRequirements[] {
  if (context === undefined) return [];
  const byName = cache.get(context) ?? new Map<string, ContextRequirements[]>();
  cache.set(context, byName);
  const known = byName.get(name);
  if (known !== undefined) return known;
  const files: ContextRequirements[] = [];
  byName.set(name, files);
  const plain = name.replace(/^(?:\.?\/)+/u, '');
  const base = plain.slice(plain.lastIndexOf('/') + 1);
  const candidates = context.files.filter(
    ({ path, text }) => text !== undefined && (path === plain || path === base || path.endsWith(`/${base}`)),
  );
  const found =
    candidates.find(({ path }) => path === plain) ??
    candidates.find(({ path }) => plain.endsWith(path) || path.endsWith(plain)) ??
    (candidates.length === 1 ? candidates[0] : undefined);
  if (found?.text === undefined) return files;
  const { requirements, indexes, included } = readRequirements(found.text);
  const named = requirements.flatMap(({ text, line }) => {
    const requirement = readRequirement(text);
    return requirement === undefined ? [] : [{ ...requirement, line, exact: namesOneVersion(text) }];
  });
  files.push(
    { path: found.path, requirements: named, hashed: requirements.some(({ hashed }) => hashed), indexes },
    ...included.slice(0, 10).flatMap((file) => requirementsFiles(file, context)),
  );
  return files;
}
