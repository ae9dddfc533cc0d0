import 'server-only';
import { type Hint, PlatformError } from '@dfm/contracts';
import { loadExercisePage } from './exercise-page.ts';

/** The hints of an exercise; none for one that is not part of the course. */
export async function exerciseHints(slug: string): Promise<readonly Hint[]> {
  try {
    return (await loadExercisePage(slug)).hints;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not-found') return [];
    throw error;
  }
}
