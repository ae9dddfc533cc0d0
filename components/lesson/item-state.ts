import type { CourseProgress } from './progress-context.tsx';

export interface CourseItem {
  kind: 'lesson' | 'exercise';
  slug: string;
}

/**
 * Open, begun, or done: a lesson whose questions are all answered, an exercise that was passed. Open while
 * progress is not known.
 */
export function itemState(
  { kind, slug }: CourseItem,
  progress: CourseProgress | undefined,
): 'open' | 'begun' | 'done' {
  if (kind === 'exercise') {
    const exercise = progress?.exercises[slug];
    return exercise ? (exercise.passed ? 'done' : 'begun') : 'open';
  }
  const lesson = progress?.lessons[slug];
  if (!lesson || lesson.answered === 0) return 'open';
  return lesson.answered >= lesson.questions ? 'done' : 'begun';
}

/**
 * Where a learner goes on: in the lesson last answered in, or after it at what is not done. Undefined for one
 * who has not begun.
 */
export function whereToGoOn<Item extends CourseItem>(
  items: readonly Item[],
  progress: CourseProgress | undefined,
): Item | undefined {
  const last = items.findIndex(({ kind, slug }) => kind === 'lesson' && slug === progress?.last);
  if (last < 0) return undefined;
  return items.slice(last).find((item) => itemState(item, progress) !== 'done') ?? items[last];
}
