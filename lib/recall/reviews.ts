import 'server-only';
import type { CardGraded, RecallGrade, ReviewQueue } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { readLessons } from '../progress/course-progress.ts';
import { courseCards } from './course-cards.ts';
import { reviewCard, reviewQueue } from './queue.ts';
import { gradeCard, type CardState } from './schedule.ts';

/**
 * A card that is due again within this time, in ms, comes back in the same sitting, as its learning steps
 * want it.
 */
const SITTING_MS = 20 * 60_000;

/** What a learner has to review at `now`. */
export async function learnerQueue(learnerId: string, now: Date): Promise<ReviewQueue> {
  const [cards, reviews, read] = await Promise.all([
    courseCards(),
    db().review.findMany({ where: { learnerId } }),
    readLessons(learnerId),
  ]);
  return reviewQueue(cards, reviews, read, now);
}

/**
 * Stores a learner's grade for one of their cards.
 *
 * @param reps grades the learner's page knew of: a grade that was given meanwhile, in another tab or by a
 *   second press, is not given twice
 */
export async function gradeReview(
  learnerId: string,
  { lesson, card, reps }: { lesson: string; card: string; reps: number },
  grade: RecallGrade,
  now: Date,
): Promise<CardGraded> {
  const known = (await courseCards()).find(
    (candidate) => candidate.lesson === lesson && candidate.card === card,
  );
  const key = { learnerId, lesson, card };
  const before = await db().review.findUnique({ where: { learnerId_lesson_card: key } });
  if (!known || (!before && !(await readLessons(learnerId)).has(lesson))) return notAmongYours;
  if ((before?.reps ?? 0) !== reps) return gradedElsewhere;
  const after = gradeCard(before ?? undefined, grade, now);
  if (!(await stored(key, reps, after))) return gradedElsewhere;
  const isAgain = after.due.getTime() - now.getTime() <= SITTING_MS;
  return {
    ok: true,
    due: after.due.toISOString(),
    again: isAgain ? reviewCard(known, after, now) : undefined,
  };
}

export const notAmongYours: CardGraded = {
  ok: false,
  message: 'This card is not among yours any more. Reload the page to see those that are due.',
};
const gradedElsewhere: CardGraded = {
  ok: false,
  message: 'This card was graded already, perhaps in another tab. Reload the page to go on.',
};

/** Whether the state could take the place of the one with `reps` grades. */
async function stored(
  key: { learnerId: string; lesson: string; card: string },
  reps: number,
  after: CardState,
): Promise<boolean> {
  const { count } = await (reps > 0
    ? db().review.updateMany({ where: { ...key, reps }, data: after })
    : db().review.createMany({ data: [{ ...key, ...after }], skipDuplicates: true }));
  return count === 1;
}
