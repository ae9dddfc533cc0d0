import { relative, resolve } from 'node:path';
import { nearestName } from '@dfm/dockerfile/syntax/nearest-name';

/** Parts of the course, by slug. */
export interface Parts {
  lessons: string[];
  exercises: string[];
  labs: string[];
  projects: string[];
}

/** An argument that matches no part. */
interface UnknownPart {
  word: string;
  /** A slug or path that was probably meant. */
  meant: string | undefined;
}

/** Each kind has a folder of its name. */
const kinds = ['lessons', 'exercises', 'labs', 'projects'] as const satisfies (keyof Parts)[];

/**
 * Resolves the arguments of a command line: slugs, paths of lessons, or paths of anything in the folder of an
 * exercise, a lab or a project.
 *
 * @param known all parts
 * @param cwd base of relative paths
 * @returns the parts, each once; or the arguments that match no part, with the nearest ones
 */
export function selectParts(
  words: readonly string[],
  known: Parts,
  contentRoot: string,
  cwd: string,
): Parts | { unknown: UnknownPart[] } {
  const chosen: Parts = { lessons: [], exercises: [], labs: [], projects: [] };
  const unknown: UnknownPart[] = [];
  for (const word of words) {
    const named = kinds.flatMap((kind) =>
      slugsOf(word, kind, contentRoot, cwd)
        .filter((slug) => known[kind].includes(slug))
        .map((slug) => [kind, slug] as const),
    );
    if (named.length === 0) unknown.push({ word, meant: nearestPart(word, known, contentRoot, cwd) });
    for (const [kind, slug] of named) if (!chosen[kind].includes(slug)) chosen[kind].push(slug);
  }
  return unknown.length > 0 ? { unknown } : chosen;
}

/** The slugs of one kind that an argument may refer to: the argument itself, or the part that a path leads to. */
function slugsOf(word: string, kind: keyof Parts, contentRoot: string, cwd: string): string[] {
  const [folder, name = ''] = relative(contentRoot, resolve(cwd, word)).split(/[/\\]/);
  return folder === kind ? [name.replace(/\.mdx$/, '')] : [word];
}

/** The slug or path with the fewest typing errors, or else the first that contains the argument. */
function nearestPart(word: string, known: Parts, contentRoot: string, cwd: string): string | undefined {
  const near = (name: string, slugs: readonly string[]) =>
    nearestName(name, slugs) ?? slugs.find((slug) => name.length > 2 && slug.includes(name));
  const [folder = '', name = ''] = relative(contentRoot, resolve(cwd, word)).split(/[/\\]/);
  const kind = kinds.find((each) => each === folder);
  if (kind === undefined)
    return near(
      word,
      kinds.flatMap((each) => known[each]),
    );
  const slug = near(name.replace(/\.mdx$/, ''), known[kind]);
  return slug === undefined ? undefined : word.replace(name, kind === 'lessons' ? `${slug}.mdx` : slug);
}
