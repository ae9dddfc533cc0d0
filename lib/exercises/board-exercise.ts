import 'server-only';
import { type BoardMeasure, type Exercise, PlatformError } from '@dfm/contracts';
import { ContentError, loadTask } from '@dfm/course/exercises';
import { contentRoot } from '../content/content-root.ts';

/**
 * An exercise that has a board.
 *
 * @throws PlatformError `not-found` for an exercise without a board or an unknown slug
 */
export async function boardExercise(slug: string): Promise<Exercise & { board: BoardMeasure }> {
  const { exercise } = await loadTask(contentRoot(), slug);
  if (exercise.board === undefined) throw new PlatformError('not-found', 'This exercise has no board.');
  return { ...exercise, board: exercise.board };
}

/**
 * Whether an exercise has a board. False if the exercise was removed or its files are broken, because the
 * verdict is stored anyway.
 */
export async function hasBoard(slug: string): Promise<boolean> {
  try {
    await boardExercise(slug);
    return true;
  } catch (error) {
    if (error instanceof ContentError || (error instanceof PlatformError && error.code === 'not-found'))
      return false;
    throw error;
  }
}
