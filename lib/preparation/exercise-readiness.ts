import 'server-only';
import type { Readiness } from '@dfm/contracts/browser-api';
import { loadTask } from '@dfm/course/exercises';
import { contentRoot } from '../content/content-root.ts';
import { baseImages } from '../nodes/base-images.ts';
import { readinessFor } from './preparation-view.ts';

interface Requirements {
  bases: string[];
  needs: string[];
}

/** Pages poll every few seconds, and loading an exercise reads many files. */
const cacheMs = 60_000;
const cache = new Map<string, { requirements: Requirements; untilMs: number }>();

/**
 * What a run of an exercise with its starter files would have to wait for.
 *
 * @throws PlatformError `not-found`
 */
export async function exerciseReadiness(slug: string): Promise<Readiness> {
  const cached = cache.get(slug);
  const requirements =
    cached !== undefined && cached.untilMs > performance.now()
      ? cached.requirements
      : await requirementsOf(slug);
  if (requirements !== cached?.requirements)
    cache.set(slug, { requirements, untilMs: performance.now() + cacheMs });
  return readinessFor(requirements.bases, requirements.needs);
}

async function requirementsOf(slug: string): Promise<Requirements> {
  const { exercise, starter } = await loadTask(contentRoot(), slug);
  const dockerfile = starter.find(({ path }) => path === 'Dockerfile')?.data ?? '';
  // A run that can be simulated is also accepted by a node without the labels.
  return {
    bases: baseImages(dockerfile),
    needs: exercise.needs?.otherwise === 'wait' ? exercise.needs.labels : [],
  };
}
