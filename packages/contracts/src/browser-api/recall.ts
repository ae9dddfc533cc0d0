import * as z from 'zod/mini';
import { recallGrades } from '../recall-grades.ts';

const recallGradeSchema = z.enum(recallGrades);

/** A card to review now. */
const reviewCardSchema = z.object({
  lesson: z.string(),
  lessonTitle: z.string(),
  /** ID within its lesson. */
  card: z.string(),
  /** HTML. */
  front: z.string(),
  back: z.string(),
  /** Number of grades so far. */
  reps: z.number(),
  /** Time until it is due again for each grade, in ms from now. */
  intervalsMs: z.record(recallGradeSchema, z.number()),
});
export type ReviewCard = z.infer<typeof reviewCardSchema>;

/** `GET /review/queue`: the cards that a learner has to review. */
export const reviewQueueSchema = z.object({
  /** Due now: reviewed cards, the longest overdue first, then new ones in the order of the course. */
  cards: z.array(reviewCardSchema),
  /** Number of all cards of the learner, due or not. */
  known: z.number(),
  /** ISO 8601: when the next card that is not due yet will be due; undefined if there is none. */
  next: z.optional(z.string()),
});
export type ReviewQueue = z.infer<typeof reviewQueueSchema>;

/** `GET /review/due`: the number of cards that a learner has to review. */
export const dueCardsSchema = z.object({ due: z.number() });
export type DueCards = z.infer<typeof dueCardsSchema>;

/** What the browser sends to grade a card. `reps` is the number of grades that the new one follows. */
export const gradedCardSchema = z.object({
  lesson: z.string(),
  card: z.string(),
  reps: z.int().check(z.nonnegative()),
  grade: recallGradeSchema,
});
export type GradedCard = z.infer<typeof gradedCardSchema>;

/**
 * The result of grading a card. `due` is when the card comes back, ISO 8601; `again` is the updated card, if
 * it comes back in the same session.
 */
export type GradeReply =
  | { ok: true; due: string; again?: ReviewCard | undefined }
  | { ok: false; message: string };
