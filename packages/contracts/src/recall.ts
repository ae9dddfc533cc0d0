import { z } from 'zod';

/** How well a learner knew the back of a card, worst first. */
export const recallGrades = ['again', 'hard', 'good', 'easy'] as const;
export const recallGradeSchema = z.enum(recallGrades);
export type RecallGrade = z.infer<typeof recallGradeSchema>;

/** A card to review now. */
export interface ReviewCard {
  lesson: string;
  lessonTitle: string;
  /** ID within its lesson. */
  card: string;
  /** HTML. */
  front: string;
  back: string;
  /** Number of grades so far. */
  reps: number;
  /** Time until it is due again for each grade, in ms from now. */
  intervalsMs: Record<RecallGrade, number>;
}

/** The cards that a learner has to review. */
export interface ReviewQueue {
  /** Due now: reviewed cards, the longest overdue first, then new ones in the order of the course. */
  cards: ReviewCard[];
  /** Number of all cards of the learner, due or not. */
  known: number;
  /** ISO 8601: when the next card that is not due yet will be due; undefined if there is none. */
  next?: string | undefined;
}

/**
 * The result of grading a card. `due` is when the card comes back, ISO 8601; `again` is the updated card, if
 * it comes back in the same session.
 */
export type CardGraded =
  | { ok: true; due: string; again?: ReviewCard | undefined }
  | { ok: false; message: string };
