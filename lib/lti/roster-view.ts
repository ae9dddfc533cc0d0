import 'server-only';
import type { RosterDifferences } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { formatDeadline } from '@dfm/gradebook/wall-clock';
import { db } from '../db/client.ts';
import { cohortAccess } from '../teaching/access.ts';
import { type RosterChange, addToRoster } from '../teaching/roster.ts';
import type { ContextAccess } from './access.ts';
import { problemText } from './service-problem.ts';

/** Someone who is in the course of the LMS and not in the class, and whether the class expects them. */
interface OnlyThere {
  subject: string;
  name: string;
  email: string | null;
  isExpected: boolean;
}

/**
 * How a course of an LMS and its class differ, according to the last time that the LMS was asked.
 *
 * @returns undefined if the course has no class
 */
export async function rosterView({ contextId }: ContextAccess): Promise<RosterDifferences | undefined> {
  const context = await db().ltiContext.findUniqueOrThrow({
    where: { id: contextId },
    select: {
      membershipsUrl: true,
      rosterReadAt: true,
      rosterProblem: true,
      cohort: { select: { id: true, timeZone: true } },
    },
  });
  const { cohort, membershipsUrl, rosterReadAt, rosterProblem } = context;
  if (cohort === null) return undefined;
  const [onlyThere, gone] = await Promise.all([
    onlyThereOf(contextId),
    db().ltiRosterDifference.findMany({
      where: { contextId, learner: { memberOf: { some: { cohortId: cohort.id } } } },
      select: { learner: { select: { id: true, name: true } } },
      orderBy: [{ learner: { name: 'asc' } }, { learnerId: 'asc' }],
    }),
  ]);
  return {
    cohortId: cohort.id,
    canBeRead: membershipsUrl !== null,
    readAt: rosterReadAt === null ? undefined : formatDeadline(rosterReadAt, cohort.timeZone),
    problem: rosterProblem === null ? undefined : problemText(rosterProblem),
    onlyThere: onlyThere.map(({ subject, name, email, isExpected }) => ({
      subject,
      name: visibleLine(name),
      email: email === null ? undefined : visibleLine(email),
      isExpected,
    })),
    gone: gone.map(({ learner }) => ({ learnerId: learner!.id, name: visibleLine(learner!.name) })),
  };
}

/**
 * Adds people who are only in the course of the LMS to the list of the class. Without an address they cannot
 * be on it.
 *
 * @param subject undefined: all of them
 */
export async function expectFromLms(
  { contextId, account }: ContextAccess,
  subject: string | undefined,
): Promise<RosterChange> {
  const { cohortId } = await db().ltiContext.findUniqueOrThrow({
    where: { id: contextId },
    select: { cohortId: true },
  });
  if (cohortId === null) return { added: 0, changed: 0 };
  const people = (await onlyThereOf(contextId))
    .filter(({ isExpected }) => !isExpected)
    .filter((person) => subject === undefined || person.subject === subject)
    .flatMap(({ name, email }) => (email === null ? [] : [{ name: name || email, email, group: null }]));
  // Two people of the LMS may have the same address.
  const byEmail = new Map(people.map((person) => [person.email, person]));
  return addToRoster(await cohortAccess(account, cohortId, 'manage'), [...byEmail.values()]);
}

/** Those who have joined since are left out. */
async function onlyThereOf(contextId: string): Promise<OnlyThere[]> {
  return db().$queryRaw<OnlyThere[]>`
    SELECT subject, difference.name, difference.email, expected.email IS NOT NULL AS "isExpected"
    FROM lti_roster_difference AS difference
    JOIN lti_context AS context ON context.id = difference.context_id
    LEFT JOIN expected_member AS expected
      ON expected.cohort_id = context.cohort_id AND expected.email = difference.email
    WHERE difference.context_id = ${contextId} AND difference.learner_id IS NULL AND NOT EXISTS (
      SELECT FROM cohort_member AS member JOIN "user" ON "user".id = member.learner_id
      WHERE member.cohort_id = context.cohort_id AND ("user".email = difference.email OR EXISTS (
        SELECT FROM account WHERE account.user_id = member.learner_id
          AND account.provider_id = 'lti:' || context.platform_id AND account.account_id = difference.subject)))
    ORDER BY difference.name, subject`;
}
