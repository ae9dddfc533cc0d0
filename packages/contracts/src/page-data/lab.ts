import type { Destination } from './exercise-page.ts';

/** A step of a lab, without its text, and without the ways that are wrong. */
export interface LabPageStep {
  id: string;
  title: string;
  /** One sentence for each condition. */
  says: string[];
  hints: string[];
  /** Commands, one per line. */
  reference: string;
}

/** A lab, as its page shows it. */
export interface LabPage {
  slug: string;
  title: string;
  summary: string;
  minutes: number;
  steps: LabPageStep[];
  /** The lesson that it practises. */
  lesson: Destination | undefined;
  /** What follows that lesson in the course. */
  next: Destination | undefined;
  /** The next lab of the course. */
  nextLab: Destination | undefined;
}

/** A lab in a list. */
export interface ListedLab {
  slug: string;
  title: string;
  summary: string;
  minutes: number;
  /** Number of steps. */
  steps: number;
}

/** The labs of a module of the course. */
export interface LabGroup {
  slug: string;
  title: string;
  labs: ListedLab[];
}
