import type { CourseProgress } from '@dfm/contracts/browser-api';
import type { CourseItemKind } from '@dfm/contracts/page-data';

export interface CourseItem {
  kind: CourseItemKind;
  slug: string;
}

/**
 * The state of an item. A lesson is done once it counts as read, an exercise once it was passed, a lab once
 * all of its steps were done. Everything is open while the progress is not known.
 */
export function itemState(
  { kind, slug }: CourseItem,
  progress: CourseProgress | undefined,
): 'open' | 'begun' | 'done' {
  if (kind === 'exercise') {
    const exercise = progress?.exercises[slug];
    return exercise ? (exercise.passed ? 'done' : 'begun') : 'open';
  }
  if (kind === 'lab') {
    const lab = progress?.labs[slug];
    return lab ? (lab.done === lab.steps ? 'done' : 'begun') : 'open';
  }
  const lesson = progress?.lessons[slug];
  if (!lesson || lesson.answered === 0) return 'open';
  return lesson.read ? 'done' : 'begun';
}

/**
 * Where a learner continues: in the lesson they last answered questions in, or at the first item after it
 * that is not done. Undefined if they have not started.
 */
export function resumeItem<Item extends CourseItem>(
  items: readonly Item[],
  progress: CourseProgress | undefined,
): Item | undefined {
  const last = items.findIndex(({ kind, slug }) => kind === 'lesson' && slug === progress?.last);
  if (last < 0) return undefined;
  return items.slice(last).find((item) => itemState(item, progress) !== 'done') ?? items[last];
}
