import type { DrawnValues } from '../draws.ts';
import type { Hint } from '../exercise.ts';

/** A file in a tab of the editor. */
interface ExerciseFile {
  path: string;
  /** The starter's text. */
  text: string;
  editable: boolean;
  /** Whether the starter has the file. If not, the file exists once it has text. */
  inStarter: boolean;
}

/**
 * The part of an exercise that a learner's browser gets, without the solution, the wrong variants, the probes
 * and the rubric's options.
 */
export interface ExercisePage {
  slug: string;
  title: string;
  summary: string;
  minutes: number;
  /** Slug of the lesson it belongs to. */
  lesson?: string | undefined;
  /** In tab order: editable files first. */
  files: ExerciseFile[];
  /**
   * The other files of the build context, which are not shown. Sizes in bytes. An ignore file has its text,
   * because the checks in the editor apply its rules.
   */
  hiddenFiles: { path: string; bytes: number; text?: string }[];
  hints: Hint[];
  /** Set if the exercise has draws. */
  draw?: Draw;
  /** Set if the reader has to sign in before running it. The hints are left out then. */
  needsAccount?: true;
  /** What the learner's classes hold back. The hints are left out if they do. */
  heldBack?: HeldBack;
  /** Titles of the edits replayed after the build, by scenario ID. */
  scenarios: Record<string, string>;
  /** Score (0–100) needed to pass, provided that every required check passes. */
  passScore: number;
  /** Whether the exercise has a board. */
  hasBoard: boolean;
  /** Checks that the course teaches only after this exercise. Left out on a page that shows no findings. */
  taughtLater?: readonly string[];
}

/**
 * The values that are filled into an exercise, and what for: an example for everyone, a learner's own, or a
 * submission.
 */
export interface Draw {
  values: DrawnValues;
  drawnFor: 'everyone' | 'learner' | 'exam' | 'submission';
}

/**
 * Until when a learner's classes hold back the hints and the model solution of an exercise, in words;
 * undefined for what is available.
 */
export interface HeldBack {
  hintsUntil: string | undefined;
  solutionUntil: string | undefined;
}

/** A page to go to, by its title. */
export interface Destination {
  href: string;
  title: string;
}

/** An exercise's position in the course. */
export interface CoursePosition {
  /** The lesson it belongs to. */
  lesson?: Destination | undefined;
  /** What comes after it. */
  next?: Destination | undefined;
}

/** The editable files of the model solution, or why they are not available. */
export type SolutionReply =
  | { ok: true; files: Record<string, string>; onRecord: boolean }
  | { ok: false; message: string };
