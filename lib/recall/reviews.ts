import 'server-only';
import type { GradeReply, ReviewQueue } from '@dfm/contracts/browser-api';
import type { RecallGrade } from '@dfm/contracts/recall-grades';
import { db } from '../db/client.ts';
import { readLessons } from '../progress/course-progress.ts';
import { courseCards } from './course-cards.ts';
import { reviewCard, reviewQueue } from './queue.ts';
import { gradeCard, type CardState } from './schedule.ts';

/**
 * A card that is due again within this time, in ms, comes back in the same session, as its learning steps
 * require.
 */
const SITTING_MS = 20 * 60_000;

/** The cards that a learner has to review at `now`. */
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
 * @param reps number of grades when the page was loaded, so that a card is not graded twice in another tab or
 *   by a second click
 */
export async function gradeReview(
  learnerId: string,
  { lesson, card, reps }: { lesson: string; card: string; reps: number },
  grade: RecallGrade,
  now: Date,
): Promise<GradeReply> {
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

export const notAmongYours: GradeReply = {
  ok: false,
  message: 'This card is no longer one of your cards. Reload the page to see the cards that are due.',
};
const gradedElsewhere: GradeReply = {
  ok: false,
  message: 'This card has already been graded, perhaps in another tab. Reload the page to continue.',
};

/** Replaces the state that has `reps` grades. @returns whether there was one */
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
