import 'server-only';
import { courseOutline } from '../content/outline.ts';
import type { AssignmentKind } from '../db/generated/enums.ts';

/**
 * Assignments in the order of the course, with their titles. What is no longer part of the course comes last,
 * under its slug, because its grades remain.
 */
export async function inCourseOrder<A extends { kind: AssignmentKind; slug: string }>(
  assignments: readonly A[],
): Promise<(A & { title: string })[]> {
  const { modules } = await courseOutline();
  const items = modules.flatMap((module) => module.items);
  const placed = assignments.map((assignment) => {
    const place = items.findIndex(
      ({ kind, slug }) =>
        slug === assignment.slug && kind === (assignment.kind === 'quiz' ? 'lesson' : 'exercise'),
    );
    return { ...assignment, title: items[place]?.title ?? assignment.slug, place };
  });
  placed.sort((a, b) => (a.place === -1 ? Infinity : a.place) - (b.place === -1 ? Infinity : b.place) || 0);
  return placed;
}
