import 'server-only';
import type { ContextFile, DrawnValues, Exercise } from '@dfm/contracts';
import type { ExercisePage, HeldBack } from '@dfm/contracts/page-data';
import { loadTask } from '@dfm/course/exercises';
import { ignoreFilePaths } from '@dfm/dockerfile/context/ignore-file';
import { contentRoot } from '../content/content-root.ts';
import { checksTaughtAfter } from '../content/taught-checks.ts';
import { loadOwnExercise } from './own-draw.ts';

/**
 * Loads an exercise for a page about it.
 *
 * @param submitted values of a submission that the page is about; without them, the example is filled in
 * @throws PlatformError `not-found` for an unknown slug
 */
export async function loadExercisePage(slug: string, submitted?: DrawnValues): Promise<ExercisePage> {
  const { exercise, starter, taskValues } = await loadTask(contentRoot(), slug, submitted);
  const page = await inCourse(exercisePage(exercise, starter));
  return submitted === undefined || exercise.draws === undefined
    ? page
    : { ...page, draw: { values: taskValues, drawnFor: 'submission' } };
}

/**
 * Loads an exercise for its own page, with the learner's values.
 *
 * @param learnerId undefined for a visitor
 * @returns the page's data and the statement as MDX
 * @throws PlatformError `not-found` for an unknown slug
 */
export async function loadOwnExercisePage(
  learnerId: string | undefined,
  slug: string,
): Promise<{ page: ExercisePage; statement: string }> {
  const { loaded, draw } = await loadOwnExercise(learnerId, slug);
  const page = await inCourse(exercisePage(loaded.exercise, loaded.starter));
  return {
    page: draw === undefined ? page : { ...page, draw: { ...draw, values: loaded.taskValues } },
    statement: loaded.statement,
  };
}

/** A page with what depends on the place of the exercise in the course. */
async function inCourse(page: ExercisePage): Promise<ExercisePage> {
  return { ...page, taughtLater: await checksTaughtAfter(page.slug) };
}

/** Leaves out everything that a learner may not see yet. */
export function exercisePage(exercise: Exercise, starter: readonly ContextFile[]): ExercisePage {
  const shown = new Set([...exercise.editable, ...exercise.readonly]);
  const textOf = new Map(
    starter.filter((file) => file.encoding === 'utf8').map((file) => [file.path, file.data]),
  );
  const tab = (path: string, editable: boolean) => ({
    path,
    text: textOf.get(path) ?? '',
    editable,
    inStarter: starter.some((file) => file.path === path),
  });
  return {
    slug: exercise.slug,
    title: exercise.title,
    summary: exercise.summary,
    minutes: exercise.minutes,
    ...(exercise.lesson === undefined ? {} : { lesson: exercise.lesson }),
    files: [
      ...exercise.editable.map((path) => tab(path, true)),
      ...exercise.readonly.map((path) => tab(path, false)),
    ],
    hiddenFiles: starter
      .filter((file) => !shown.has(file.path))
      .map(({ path, data, encoding }) => ({
        path,
        bytes: Buffer.from(data, encoding).byteLength,
        ...(ignoreFilePaths.includes(path) && encoding === 'utf8' ? { text: data } : {}),
      })),
    hints: exercise.hints,
    scenarios: Object.fromEntries(exercise.scenarios.map((scenario) => [scenario.id, scenario.title])),
    passScore: exercise.rubric.passScore,
    hasBoard: exercise.board !== undefined,
  };
}

/** The page of a visitor who has to sign in first. */
export function withoutAccount(page: ExercisePage): ExercisePage {
  return { ...page, needsAccount: true, hints: [] };
}

/** The page of a learner whose classes hold something back. */
export function withHeldBack(page: ExercisePage, heldBack: HeldBack): ExercisePage {
  return { ...page, heldBack, hints: heldBack.hintsUntil === undefined ? page.hints : [] };
}
