import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { type LoadedLab, loadLab } from '@dfm/course/labs/load-lab';
import { contentRoot } from './content-root.ts';
import { loadCourse } from './course.ts';
import { perVersion } from './per-version.ts';

/** Every lab of the course, by slug, in the order of the course. */
export function courseLabs(): Promise<ReadonlyMap<string, LoadedLab>> {
  return perVersion('labs', async () => {
    const slugs = (await loadCourse()).modules.flatMap(({ labs }) => labs);
    return new Map(
      await Promise.all(slugs.map(async (slug) => [slug, await loadLab(contentRoot(), slug)] as const)),
    );
  });
}

/**
 * A lab of the course.
 *
 * @throws PlatformError `not-found`
 */
export async function courseLab(slug: string): Promise<LoadedLab> {
  const lab = (await courseLabs()).get(slug);
  if (!lab) throw new PlatformError('not-found', 'There is no such lab.');
  return lab;
}
