import 'server-only';
import type { AssignmentKindName } from '@dfm/contracts/page-data';
import { assignableWork, workKey } from './assignments.ts';

/**
 * Assignments in the order of the course, with their titles. What is no longer part of the course comes last,
 * under its slug, because its grades remain.
 */
export async function inCourseOrder<A extends { kind: AssignmentKindName; slug: string }>(
  assignments: readonly A[],
): Promise<(A & { title: string; isInCourse: boolean })[]> {
  const work = (await assignableWork()).flatMap(({ items }) => items);
  const place = new Map(work.map((item, index) => [workKey(item), index]));
  const placeOf = (item: A) => place.get(workKey(item)) ?? work.length;
  return assignments
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map((item) => ({
      ...item,
      title: work[placeOf(item)]?.title ?? item.slug,
      isInCourse: place.has(workKey(item)),
    }));
}
