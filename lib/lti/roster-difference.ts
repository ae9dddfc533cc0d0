import type { LmsMember } from './lms-members.ts';

/** A member of the class. */
export interface ClassMember {
  learnerId: string;
  email: string;
  name: string;
  /** The IDs that the LMS has for them; none for someone who joined without it. */
  subjects: readonly string[];
}

/** Someone who is in only one of the two. */
export interface RosterDifference {
  subject: string;
  /** The member of the class who is no longer in the course; null for someone who is only there. */
  learnerId: string | null;
  name: string;
  email: string | null;
}

/**
 * The difference between a course of an LMS and its class: who learns there and is not here, and who came
 * from there and is no longer there. People are the same if the LMS has the same ID for them, or if someone
 * who joined without the LMS has the same address.
 */
export function rosterDifference(
  course: readonly LmsMember[],
  members: readonly ClassMember[],
): RosterDifference[] {
  const inCourse = new Set(course.map(({ subject }) => subject));
  const knownSubjects = new Set(members.flatMap(({ subjects }) => subjects));
  const knownEmails = new Set(members.map(({ email }) => email));
  const onlyThere = course
    .filter(({ isLearner, subject }) => isLearner && !knownSubjects.has(subject))
    .filter(({ email }) => email === null || !knownEmails.has(email))
    .map(({ subject, name, email }) => ({ subject, learnerId: null, name, email }));
  const gone = members
    .filter(({ subjects }) => subjects.length > 0 && !subjects.some((subject) => inCourse.has(subject)))
    .map(({ subjects, learnerId, name, email }) => ({ subject: subjects[0]!, learnerId, name, email }));
  return [...onlyThere, ...gone];
}
