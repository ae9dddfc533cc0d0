import 'server-only';
import { access } from 'node:fs/promises';
import { relative } from 'node:path';
import type { DrawnValues } from '@dfm/contracts';
import type { ExercisePage, WrittenProblem } from '@dfm/contracts/page-data';
import { type ContentProblem, loadExercise } from '@dfm/course/exercises';
import type { LintRules } from '@dfm/course/lint/lint-content';
import { withContent } from '../content/content-root.ts';
import { type Lesson, loadLesson, questionCount } from '../content/lesson.ts';
import { exercisePage } from '../exercises/exercise-page.ts';
import { compileStatement } from '../exercises/statement.ts';
import type { ContentAccess } from './content-access.ts';
import { descriptionOf, orProblems, type Part, partOf, partProblems, readRules } from './part-problems.ts';
import { withWrittenContent, type WrittenContent } from './written-content.ts';

/** What a learner would see of a file. */
type Preview =
  | { kind: 'lesson'; lesson: Lesson; questions: number }
  | { kind: 'exercise'; page: ExercisePage; code: string; terms: Lesson['terms'] };

interface PreviewedText {
  /** Undefined for a file without one, and as long as a problem keeps it from being compiled. */
  preview: Preview | undefined;
  /** What learners can draw for the exercise; empty for a text without draws. */
  draws: DrawnValues[];
  /** Those that keep it from being compiled. */
  problems: WrittenProblem[];
}

/**
 * Compiles a text as the site does.
 *
 * @param written with the text as it is in the editor, and the index of a draw; one too many shows the last
 * @throws PlatformError `not-found` if the draft is gone
 */
export async function previewWritten(
  contentAccess: ContentAccess,
  draft: string,
  { draw, ...written }: { path: string; text: string; draw: number },
): Promise<PreviewedText> {
  return withWrittenContent(contentAccess, draft, written, async ({ root }) => {
    const part = partOf(written.path);
    let found: Pick<PreviewedText, 'preview' | 'draws'> = { preview: undefined, draws: [] };
    const problems = await orProblems(async () => {
      found = await withContent({ folder: root }, () => previewOf(root, part, draw));
      return [];
    });
    return { ...found, problems: problems.map(placedIn(root)) };
  });
}

/**
 * Checks a text as `npm run content:check -- --static` does.
 *
 * @param written with the text as it is in the editor
 * @returns problems of the file, and of what is checked with it, in the order of the file
 * @throws PlatformError `not-found` if the draft is gone
 */
export async function checkWritten(
  contentAccess: ContentAccess,
  draft: string,
  written: { path: string; text: string },
): Promise<WrittenProblem[]> {
  return withWrittenContent(contentAccess, draft, written, (content) =>
    checkPart(content, partOf(written.path)),
  );
}

/** Checks a part of the course in a folder. */
export async function checkPart(content: WrittenContent, part: Part): Promise<WrittenProblem[]> {
  return (await problemsOf(content, part)).map(placedIn(content.root));
}

const placedIn =
  (root: string) =>
  ({ file, line, column, message }: ContentProblem): WrittenProblem => ({
    path: relative(root, file),
    line,
    column,
    message,
  });

async function problemsOf(content: WrittenContent, part: Part): Promise<ContentProblem[]> {
  return orProblems(async () => partProblems(content.root, part, await rulesOf(content)));
}

/** Rules that were read, by the saved files that they are from. */
const knownRules = new WeakMap<object, Promise<LintRules>>();

/** Read once for each save, unless the text that is being written may change them. */
function rulesOf({ root, saved }: WrittenContent): Promise<LintRules> {
  const known = saved && knownRules.get(saved);
  if (known) return known;
  const rules = readRules(root);
  if (saved) knownRules.set(saved, rules);
  return rules;
}

async function previewOf(
  root: string,
  part: Part,
  draw: number,
): Promise<Pick<PreviewedText, 'preview' | 'draws'>> {
  if (part.kind === 'lesson') {
    const lesson = await loadLesson(part.slug);
    // Afterwards, because the questions are then known.
    const questions = await questionCount(part.slug);
    return { preview: { kind: 'lesson', lesson, questions }, draws: [] };
  }
  if (part.kind !== 'exercise') return { preview: undefined, draws: [] };
  await access(descriptionOf(root, part.slug));
  const example = await loadExercise(root, part.slug);
  const draws = example.exercise.draws ?? [];
  const values = draws[Math.min(draw, draws.length - 1)];
  const { exercise, starter, statement, taskValues } =
    draw === 0 || values === undefined ? example : await loadExercise(root, part.slug, values);
  const { code, terms } = await compileStatement(part.slug, statement);
  const page = exercisePage(exercise, starter);
  const drawn = values && { draw: { values: taskValues, drawnFor: 'learner' as const } };
  return { preview: { kind: 'exercise', page: { ...page, ...drawn }, code, terms }, draws };
}
