import type { WorkMode } from './teaching.ts';

export interface GradebookColumn {
  kind: 'exercise' | 'quiz';
  slug: string;
  title: string;
  /** In the class's time zone, for people; undefined without a deadline. */
  due: string | undefined;
  /** ISO 8601; undefined if it has always been open. */
  opensAt: string | undefined;
  /** ISO 8601; undefined without a deadline. */
  dueAt: string | undefined;
  mode: WorkMode;
  weight: number;
}

export interface GradebookCell {
  /** 0 to 100; null if nothing counts yet. */
  points: number | null;
  /** The run that gives the grade; undefined for a quiz, and while there is none. */
  runId: string | undefined;
  daysLate: number;
  passed: boolean;
  /** Whether an attempt that may change it has no result yet. */
  isPending: boolean;
  /** Whether staff decided on the points. */
  isOverridden: boolean;
}

export interface GradebookRow {
  learnerId: string;
  name: string;
  email: string;
  /** Group within the class. */
  group: string | undefined;
  /** 0 to 100; null if nothing counts yet. */
  total: number | null;
  /** In the order of the columns. */
  cells: GradebookCell[];
}

/** The grades of a class. */
export interface Gradebook {
  columns: GradebookColumn[];
  /** By name. */
  rows: GradebookRow[];
}
