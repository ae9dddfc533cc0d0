/**
 * `confirmed`: the LMS has it. `waiting`: it is sent next. `failed`: the LMS did not accept it.
 * `disconnected`: it is not sent, because the learner has disconnected the account from the LMS.
 */
export type ScoreState = 'confirmed' | 'waiting' | 'failed' | 'disconnected';

/** Points, and when something happened with them, such as `2026-12-04 18:00`. */
export interface PointsAt {
  /** 0 to 100; null: none. */
  points: number | null;
  at: string;
}

/** The points of a learner for a link of an LMS. */
export interface ScoreRow {
  linkId: string;
  learnerId: string;
  name: string;
  /** Title of the exercise or the lesson. */
  link: string;
  state: ScoreState;
  /** What the LMS should have, since when. */
  wanted: PointsAt;
  sent: PointsAt | undefined;
  confirmed: PointsAt | undefined;
  /** Why it was not accepted, or is not sent. */
  problem: string | undefined;
  /** Such as `2026-12-04 18:00`; undefined if it is not sent again. */
  nextTry: string | undefined;
}

/** One page of what an LMS should have and has. */
export interface ScoreLedger {
  cohortId: string;
  /** Of the times in the rows. */
  timeZone: string;
  /** Why nothing is sent to the LMS at the moment, and until when. */
  pause: { problem: string; until: string } | undefined;
  /** Number of all scores, and of those that the LMS has not confirmed. */
  all: number;
  open: number;
  /** Number of open ones that the LMS did not accept, and of those that are not sent. */
  failed: number;
  disconnected: number;
  /** Whether the rows are only those that the LMS has not confirmed. */
  onlyOpen: boolean;
  /** From 1. */
  page: number;
  pages: number;
  rows: ScoreRow[];
}

/** How a course of an LMS and its class differ. */
export interface RosterDifferences {
  cohortId: string;
  /** Whether the LMS says where it lists the members of its course. */
  canBeRead: boolean;
  /** In the class's time zone; undefined if it has not been read yet. */
  readAt: string | undefined;
  /** Why it could not be read then. */
  problem: string | undefined;
  /** Who is in the course and not in the class, by name. */
  onlyThere: {
    subject: string;
    /** Empty if the LMS does not give it. */
    name: string;
    /** Undefined if the LMS does not give it. */
    email: string | undefined;
    /** Whether the class has them on its list. */
    isExpected: boolean;
  }[];
  /** Members of the class who are no longer in the course, by name. */
  gone: { learnerId: string; name: string }[];
}
