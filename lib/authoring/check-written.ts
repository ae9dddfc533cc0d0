import 'server-only';
import { access } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { WrittenProblem } from '@dfm/contracts/page-data';
import { ContentError, type ContentProblem, loadExercise } from '@dfm/course/exercises';
import { glossaryProblems } from '@dfm/course/lint/glossary';
import { lessonProblems, readLintRules, statementProblems } from '@dfm/course/lint/lint-content';
import { withContentRoot } from '../content/content-root.ts';
import { loadCourse } from '../content/course.ts';
import { type Lesson, loadLesson, questionCount } from '../content/lesson.ts';
import { compileStatement } from '../exercises/statement.ts';
import type { ContentAccess } from './content-access.ts';
import { withWrittenContent } from './written-content.ts';

/** What a learner would see of a file. */
type Preview =
  | { kind: 'lesson'; lesson: Lesson; questions: number }
  | { kind: 'statement'; title: string; code: string; terms: Lesson['terms'] };

export interface CheckedText {
  /** Those of the file, and of what is compiled with it, in the order of the file. */
  problems: WrittenProblem[];
  /** Undefined for a file without one, and as long as a problem keeps it from being compiled. */
  preview: Preview | undefined;
}

/** What a path is about. */
export type Part = { kind: 'lesson' | 'exercise'; slug: string } | { kind: 'glossary' } | { kind: 'other' };

/**
 * Checks a text as `npm run content:check -- --static` does, and compiles it as the site does.
 *
 * @param written with the text as it is in the editor
 * @throws PlatformError `not-found` if the draft is gone
 */
export async function checkWritten(
  contentAccess: ContentAccess,
  draft: string,
  written: { path: string; text: string },
): Promise<CheckedText> {
  return withWrittenContent(contentAccess, draft, written, (root) => checkPart(root, partOf(written.path)));
}

/** Checks and compiles a part of the course in a folder. */
export async function checkPart(root: string, part: Part): Promise<CheckedText> {
  const [problems, { preview, problems: missing }] = await Promise.all([
    problemsOf(root, part),
    withContentRoot(root, () => previewOf(root, part)),
  ]);
  // The same mistake keeps a text from being compiled and from being checked.
  const all = new Map(
    [...problems, ...missing].map((problem) => {
      const shown = { ...problem, path: relative(root, problem.file) };
      return [`${shown.path}:${shown.line}:${shown.message}`, shown];
    }),
  );
  return {
    problems: [...all.values()].map(({ path, line, column, message }) => ({ path, line, column, message })),
    preview,
  };
}

/** The part of the course that a path belongs to. */
export function partOf(path: string): Part {
  const lesson = /^lessons\/([^/]+)\.mdx$/.exec(path)?.[1];
  if (lesson !== undefined) return { kind: 'lesson', slug: lesson };
  const exercise = /^exercises\/([^/]+)\//.exec(path)?.[1];
  if (exercise !== undefined) return { kind: 'exercise', slug: exercise };
  return { kind: path === 'glossary.yaml' ? 'glossary' : 'other' };
}

async function problemsOf(root: string, part: Part): Promise<ContentProblem[]> {
  return orProblems(async () => {
    // A mistake in it would keep the rules from being read, without a line.
    await withContentRoot(root, loadCourse);
    const rules = await readLintRules(root);
    if (part.kind === 'lesson') return lessonProblems(root, part.slug, rules);
    if (part.kind === 'exercise') {
      await access(descriptionOf(root, part.slug));
      return statementProblems(root, part.slug, rules);
    }
    return part.kind === 'glossary' ? glossaryProblems(root, rules.targets.lessons) : [];
  });
}

async function previewOf(
  root: string,
  part: Part,
): Promise<{ preview: Preview | undefined; problems: ContentProblem[] }> {
  let preview: Preview | undefined;
  const problems = await orProblems(async () => {
    if (part.kind === 'lesson') {
      const [lesson, questions] = await Promise.all([loadLesson(part.slug), questionCount(part.slug)]);
      preview = { kind: 'lesson', lesson, questions };
    } else if (part.kind === 'exercise') {
      await access(descriptionOf(root, part.slug));
      const { exercise, statement } = await loadExercise(root, part.slug);
      const { code, terms } = await compileStatement(part.slug, statement);
      preview = { kind: 'statement', title: exercise.title, code, terms };
    }
    return [];
  });
  return { preview, problems };
}

const descriptionOf = (root: string, slug: string) => join(root, 'exercises', slug, 'exercise.yaml');

/** Files that are missing are problems too: an author may have just begun. */
async function orProblems(find: () => Promise<ContentProblem[]>): Promise<ContentProblem[]> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && path !== undefined) return [{ file: path, message: 'This file is missing.' }];
    throw error;
  }
}
