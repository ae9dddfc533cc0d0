import 'server-only';
import { loadExercise } from '@dfm/course/exercises';
import { contentRoot } from '../content/content-root.ts';
import { baseImages } from '../nodes/base-images.ts';
import { type Readiness, readinessFor } from './preparation-view.ts';

interface Wants {
  bases: string[];
  needs: string[];
}

/** Pages ask every few seconds, and an exercise is many files. */
const keptMs = 60_000;
const known = new Map<string, { wants: Wants; untilMs: number }>();

/**
 * What a run of an exercise as it is begun would wait for.
 *
 * @throws PlatformError `not-found`
 */
export async function exerciseReadiness(slug: string): Promise<Readiness> {
  const before = known.get(slug);
  const wants =
    before !== undefined && before.untilMs > performance.now() ? before.wants : await wantsOf(slug);
  if (wants !== before?.wants) known.set(slug, { wants, untilMs: performance.now() + keptMs });
  return readinessFor(wants.bases, wants.needs);
}

async function wantsOf(slug: string): Promise<Wants> {
  const { exercise, starter } = await loadExercise(contentRoot(), slug);
  const dockerfile = starter.find(({ path }) => path === 'Dockerfile')?.data ?? '';
  // A node that simulates what it lacks takes it too.
  return {
    bases: baseImages(dockerfile),
    needs: exercise.needs?.otherwise === 'wait' ? exercise.needs.labels : [],
  };
}
