/** What the pages of courses and classes show. Texts that people typed have been through `visibleLine`. */
import type { GradePolicy } from '../grade-policy.ts';

export type StaffRoleName = 'assistant' | 'instructor' | 'author';

/** A point in time, and the zone in which it is shown. */
export interface ZonedTime {
  /** ISO 8601. */
  at: string;
  /** IANA name. */
  timeZone: string;
}

/** A course of which the reader is staff. */
export interface TaughtCourse {
  id: string;
  name: string;
  mayManage: boolean;
  /** Whether the reader may see learners and their work. */
  maySeeWork: boolean;
  /** The newest first. */
  cohorts: TaughtCohort[];
}

export interface TaughtCohort {
  id: string;
  name: string;
  learners: number;
  nextDeadline: ZonedTime | undefined;
  /** When the learners’ work is deleted, if that is soon. */
  deletion: ZonedTime | undefined;
}

/** The head of a cohort's pages. */
export interface CohortHead {
  id: string;
  name: string;
  course: string;
  timeZone: string;
}

export interface JoinLink {
  /** Address with the code. */
  address: string;
  isOpen: boolean;
}

/** Someone who is in a class or on its staff. */
export interface PersonView {
  id: string;
  name: string;
  email: string;
  /** ISO 8601. */
  joinedAt: string;
}

export interface CohortMemberView extends PersonView {
  /** Group within the class. */
  group: string | undefined;
}

export interface StaffMemberView extends PersonView {
  role: StaffRoleName;
}

/** Someone on the list of a class who has not joined yet. */
export interface ExpectedMemberView {
  email: string;
  name: string;
  group: string | undefined;
}

/** A later deadline than that of the class. */
export interface ExtensionView {
  /** Tells extensions of a class apart. */
  key: string;
  /** Name of the learner or the group. */
  who: string;
  /** Undefined for a group. */
  learnerId: string | undefined;
  /** Title of the work. */
  title: string;
  until: ZonedTime;
  /** May be empty. */
  reason: string;
  grantedBy: string;
  /** Whether the deadline of the class is later by now, or has been removed. */
  isWithoutEffect: boolean;
}

/** Assigned work with a deadline, which can be extended. */
export interface ExtendableWork {
  /** Such as `exercise/slim-trap`. */
  key: string;
  title: string;
  /** In words, because browsers may format a time differently than the server. */
  due: string;
}

/** A link for new staff that has not been used. */
export interface OpenInvitation {
  id: string;
  role: StaffRoleName;
  madeBy: string | undefined;
  /** ISO 8601. */
  expiresAt: string;
}

export type AssignmentKindName = 'exercise' | 'quiz';

/** How an assignment is done. In a group, an attempt of one member counts for all. */
export type WorkMode = 'alone' | 'group' | 'exam';

/** What a class can be assigned, by module of the course. */
export interface AssignableModule {
  slug: string;
  title: string;
  items: AssignableItem[];
}

export interface AssignableItem {
  kind: AssignmentKindName;
  /** Slug of the exercise or the lesson. */
  slug: string;
  title: string;
  /** Undefined if the class does not have to do it. */
  assigned: { opens: string; due: string; mode: WorkMode; weight: number } | undefined;
}

/**
 * All that a class can be assigned, and what it is. `opens` and `due` are wall clock times such as
 * 2026-12-01T23:59, or empty.
 */
export interface AssignmentPlan {
  timeZone: string;
  modules: AssignableModule[];
  /** Changes with the assignments, so that a form does not overwrite what it did not show. */
  version: string;
}

export type HeldBackChoice = 'nothing' | 'solutions' | 'hints_and_solutions';

export interface CohortSettings {
  name: string;
  timeZone: string;
  policy: GradePolicy;
  /** What members do not see of an exercise before their deadline for it. */
  heldBack: HeldBackChoice;
  /** Months after the last deadline after which the learners’ work is deleted; null if it is kept. */
  deleteAfterMonths: number | null;
}

/** A class as its members see it in a list. */
export interface JoinedClass {
  id: string;
  name: string;
  course: string;
  nextDeadline: ZonedTime | undefined;
}

/** A class as its members see it. */
export interface ClassView extends JoinedClass {
  timeZone: string;
  policy: GradePolicy;
  /** The group that the learner is in. */
  group: { name: string; mates: string[] } | undefined;
  /** When the learners’ work for the class is deleted. ISO 8601. Undefined if it is kept. */
  deletedAt: string | undefined;
  /** Deadlines first, then in the order of the course. */
  assignments: AssignedWork[];
}

/** One assignment with the learner's grade. */
export interface AssignedWork {
  kind: AssignmentKindName;
  slug: string;
  title: string;
  weight: number;
  mode: WorkMode;
  /** ISO 8601; undefined if it has always been open. */
  opensAt: string | undefined;
  isOpen: boolean;
  /** The learner's own deadline. ISO 8601. */
  dueAt: string | undefined;
  /** Why the deadline is what it is, in one line. */
  deadline: string;
  /** Whether it is later than that of the class. */
  isExtended: boolean;
  /** 0 to 100; null if nothing counts yet. */
  points: number | null;
  /** Why the points are what they are, in one line. */
  explanation: string;
  /** The run that gives the points, which may be that of someone in the group; undefined for a quiz. */
  runId: string | undefined;
  /** Whether an attempt is being graded. */
  isPending: boolean;
  /** Whether it is passed, so that nothing has to be done any more. */
  isDone: boolean;
}

/** One learner of a class with all grades, for staff. */
export interface ClassMember {
  id: string;
  name: string;
  email: string;
  /** Group within the class. */
  group: string | undefined;
  /** 0 to 100; null if nothing counts yet. */
  total: number | null;
  work: MemberWork[];
}

export interface MemberWork {
  kind: AssignmentKindName;
  slug: string;
  title: string;
  /** 0 to 100; null if nothing counts yet. */
  points: number | null;
  /** Why the points are what they are, in one line. */
  explanation: string;
  /** The run that gives the grade. */
  runId: string | undefined;
  /** Why the deadline is what it is, in one line. */
  deadline: string;
  /**
   * The deadline of the class or of the learner's own extension, as a wall clock time such as
   * 2026-12-01T23:59; empty for none. Extensions of groups are left out: they are changed elsewhere.
   */
  due: string;
  extension: { reason: string } | undefined;
  override: { points: number; reason: string } | undefined;
}
