import 'server-only';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { ContentError, type ContentProblem } from '@dfm/course/exercises';
import { glossaryProblems } from '@dfm/course/lint/glossary';
import { labProblems } from '@dfm/course/lint/lab-problems';
import {
  type LintRules,
  lessonProblems,
  readLintRules,
  statementProblems,
} from '@dfm/course/lint/lint-content';
import { withContent } from '../content/content-root.ts';
import { loadCourse } from '../content/course.ts';

/** What a path is about. */
export type Part =
  | { kind: 'lesson' | 'exercise' | 'lab'; slug: string }
  | { kind: 'glossary' }
  | { kind: 'other' };

/** The part of the course that a path belongs to. */
export function partOf(path: string): Part {
  const lesson = /^lessons\/([^/]+)\.mdx$/.exec(path)?.[1];
  if (lesson !== undefined) return { kind: 'lesson', slug: lesson };
  const exercise = /^exercises\/([^/]+)\//.exec(path)?.[1];
  if (exercise !== undefined) return { kind: 'exercise', slug: exercise };
  const lab = /^labs\/([^/]+)\//.exec(path)?.[1];
  if (lab !== undefined) return { kind: 'lab', slug: lab };
  return { kind: path === 'glossary.yaml' ? 'glossary' : 'other' };
}

/** The rules for the texts in a folder. @throws ContentError if a file that they come from has a mistake */
export async function readRules(folder: string): Promise<LintRules> {
  // A mistake in it would keep the rules from being read, without a line.
  await withContent({ folder }, loadCourse);
  return readLintRules(folder);
}

/**
 * Problems in the text of a part, as `npm run content:check -- --static` finds them.
 *
 * @throws ContentError, or the file system's error for a file that is missing
 */
export async function partProblems(folder: string, part: Part, rules: LintRules): Promise<ContentProblem[]> {
  if (part.kind === 'lesson') return lessonProblems(folder, part.slug, rules);
  if (part.kind === 'exercise') {
    await access(descriptionOf(folder, part.slug));
    return statementProblems(folder, part.slug, rules);
  }
  if (part.kind === 'lab') {
    await access(join(folder, 'labs', part.slug, 'lab.yaml'));
    return labProblems(folder, part.slug, rules);
  }
  return part.kind === 'glossary' ? glossaryProblems(folder, rules.targets.lessons) : [];
}

/** The file that makes a folder an exercise. */
export const descriptionOf = (folder: string, slug: string) =>
  join(folder, 'exercises', slug, 'exercise.yaml');

/** Files that are missing are problems too: an author may have just begun. */
export async function orProblems(find: () => Promise<ContentProblem[]>): Promise<ContentProblem[]> {
  try {
    return await find();
  } catch (error) {
    return problemsBehind(error);
  }
}

/** @throws the error if it says nothing about the content */
export function problemsBehind(error: unknown): ContentProblem[] {
  if (error instanceof ContentError) return error.problems;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && path !== undefined) return [{ file: path, message: 'This file is missing.' }];
  throw error;
}
