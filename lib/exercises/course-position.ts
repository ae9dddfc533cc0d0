import { hrefTo } from '@dfm/contracts/page-addresses';
import type { CoursePosition } from '@dfm/contracts/page-data';
import { courseWalk } from '../content/course-walk.ts';
import type { OutlineModule } from '../content/outline.ts';

/**
 * The position of an exercise in the course.
 *
 * @param lesson slug of the lesson that it belongs to
 * @returns that lesson and the item after the exercise; both are undefined for an exercise that is in no
 *   module
 */
export function coursePosition(
  modules: readonly Pick<OutlineModule, 'items'>[],
  slug: string,
  lesson: string | undefined,
): CoursePosition {
  const walk = courseWalk(modules);
  const at = walk.findIndex((item) => item.kind === 'exercise' && item.slug === slug);
  const destination = (item: (typeof walk)[number] | undefined) =>
    item && { href: hrefTo(item.kind, item.slug), title: item.title };
  return {
    lesson: destination(walk.find((item) => item.kind === 'lesson' && item.slug === lesson)),
    next: at < 0 ? undefined : destination(walk[at + 1]),
  };
}
