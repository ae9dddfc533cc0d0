import 'server-only';
import { loadExercise } from '@dfm/exercises';
import { contentRoot } from '../content/content-root.ts';
import { baseImages } from '../runs/base-images.ts';
import { type Readiness, readinessFor } from './preparation-view.ts';

/**
 * What a run of an exercise as it is begun would wait for.
 * @throws PlatformError `not-found`
 */
export async function exerciseReadiness(slug: string): Promise<Readiness> {
  const { exercise, starter } = await loadExercise(contentRoot(), slug);
  const dockerfile = starter.find(({ path }) => path === 'Dockerfile')?.data ?? '';
  // A node that simulates what it lacks takes it too.
  const needs = exercise.needs?.otherwise === 'wait' ? exercise.needs.labels : [];
  return readinessFor(baseImages(dockerfile), needs);
}
