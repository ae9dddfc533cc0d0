import { z } from 'zod';

/** How well a learner knew the back of a card, worst first. */
export const recallGrades = ['again', 'hard', 'good', 'easy'] as const;
export const recallGradeSchema = z.enum(recallGrades);
export type RecallGrade = z.infer<typeof recallGradeSchema>;

/** A card to review now. */
export interface ReviewCard {
  lesson: string;
  lessonTitle: string;
  /** Within its lesson. */
  card: string;
  /** HTML. */
  front: string;
  back: string;
  /** Grades given so far. */
  reps: number;
  /** When it would be due again with each grade, in ms from now. */
  intervalsMs: Record<RecallGrade, number>;
}

/** What a learner has to review. */
export interface ReviewQueue {
  /** Due now: those seen before by how long they have been, then new ones in the course's order. */
  cards: ReviewCard[];
  /** Cards of the learner in all, due or not. */
  known: number;
  /** ISO 8601: when the next one is due that is not yet; none when there is none. */
  next?: string | undefined;
}

/**
 * What became of a grade. `due` is when the card comes back, ISO 8601; `again` the card as it stands now,
 * when that is within this sitting.
 */
export type CardGraded =
  | { ok: true; due: string; again?: ReviewCard | undefined }
  | { ok: false; message: string };
