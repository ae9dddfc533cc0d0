import type { Vocabulary } from '@dfm/contracts/page-data';
import type { Candidate, Candidates } from './candidate.ts';
import { completeMdx } from './complete-mdx.ts';
import { completeYaml } from './complete-yaml.ts';

/**
 * What an author can write at an offset of a file.
 *
 * @param path of the file in the content
 * @returns undefined where nothing is suggested: in prose, in code, and in other files
 */
export function completionsAt(
  path: string,
  text: string,
  offset: number,
  vocabulary: Vocabulary,
): Candidates | undefined {
  const found = candidatesAt(path, text, offset, vocabulary);
  const all = found?.all.filter(({ isGiven }) => isGiven !== true) ?? [];
  return found && all.length > 0 ? { ...found, all } : undefined;
}

/** What the word at an offset means; undefined if it is no name that we know. */
export function explanationAt(
  path: string,
  text: string,
  offset: number,
  vocabulary: Vocabulary,
): ({ from: number; to: number } & Candidate) | undefined {
  const found = candidatesAt(path, text, offset, vocabulary);
  if (found === undefined) return undefined;
  const { from, to, all } = found;
  const candidate = all.find(({ label }) => label === text.slice(from, to));
  return candidate && { from, to, ...candidate };
}

function candidatesAt(
  path: string,
  text: string,
  offset: number,
  vocabulary: Vocabulary,
): Candidates | undefined {
  if (/^lessons\/[^/]+\.mdx$/.test(path)) return completeMdx(text, offset, vocabulary, 'lesson');
  if (/^exercises\/[^/]+\/statement\.mdx$/.test(path))
    return completeMdx(text, offset, vocabulary, 'statement');
  const kind = schemaOf(path);
  return kind && completeYaml(text, offset, vocabulary.schemas[kind], vocabulary);
}

function schemaOf(path: string): keyof Vocabulary['schemas'] | undefined {
  if (path === 'course.yaml') return 'course';
  if (path === 'glossary.yaml') return 'glossary';
  if (/^exercises\/[^/]+\/exercise\.yaml$/.test(path)) return 'exercise';
  return /^projects\/[^/]+\/project\.yaml$/.test(path) ? 'project' : undefined;
}
