import 'server-only';
import { db } from '../db/client.ts';
import { log } from '../platform/log.ts';
import type { ContextAccess } from './access.ts';
import { type LmsMember, lmsMembers } from './lms-members.ts';
import { rosterDifference } from './roster-difference.ts';
import { problemText, ServiceFailure, type ServiceProblem } from './service-problem.ts';

const DAY_MS = 24 * 60 * 60_000;

interface RosterContext {
  id: string;
  cohortId: string | null;
  membershipsUrl: string | null;
  platform: { id: string; clientId: string; tokenUrl: string };
}

const rosterColumns = {
  id: true,
  cohortId: true,
  membershipsUrl: true,
  platform: { select: { id: true, clientId: true, tokenUrl: true } },
} as const;

/** Reads the lists of members of all courses with a class: each once a day, and until it worked. */
export async function readRosters(): Promise<void> {
  const contexts = await db().ltiContext.findMany({
    where: {
      cohortId: { not: null },
      membershipsUrl: { not: null },
      OR: [
        { rosterReadAt: null },
        { rosterProblem: { not: null } },
        { rosterReadAt: { lt: new Date(Date.now() - DAY_MS) } },
      ],
    },
    select: rosterColumns,
  });
  for (const context of contexts)
    await readRoster(context).catch((error: unknown) =>
      log.error({ err: error, contextId: context.id }, 'cannot read who is in a course of an LMS'),
    );
}

/**
 * Reads who is in a course of an LMS now.
 *
 * @returns why it could not be read, in words; undefined if it was
 */
export async function readRosterFor({ contextId }: ContextAccess): Promise<string | undefined> {
  const where = { id: contextId };
  const problem = await readRoster(await db().ltiContext.findUniqueOrThrow({ where, select: rosterColumns }));
  return problem && problemText(problem);
}

/** Stores in what a course differs from its class. Nobody is added or removed. @returns why it cannot be read */
async function readRoster(context: RosterContext): Promise<ServiceProblem | undefined> {
  const { id, cohortId, membershipsUrl, platform } = context;
  if (cohortId === null || membershipsUrl === null) return 'not-allowed';
  try {
    await store(id, cohortId, platform.id, await lmsMembers(platform, membershipsUrl));
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    log.warn({ err: error, contextId: id }, 'an LMS does not say who is in a course');
    // What was read before stays, with its problem next to it.
    await db().ltiContext.updateMany({
      where: { id },
      data: { rosterReadAt: new Date(), rosterProblem: error.problem },
    });
    return error.problem;
  }
}

async function store(
  contextId: string,
  cohortId: string,
  platformId: string,
  course: readonly LmsMember[],
): Promise<void> {
  await db().$transaction(async (transaction) => {
    const { count } = await transaction.ltiContext.updateMany({
      where: { id: contextId, cohortId },
      data: { rosterReadAt: new Date(), rosterProblem: null },
    });
    // It was deleted, or got a different class, in the meantime.
    if (count === 0) return;
    const members = await transaction.cohortMember.findMany({
      where: { cohortId },
      select: {
        learner: {
          select: {
            id: true,
            email: true,
            name: true,
            accounts: { where: { providerId: `lti:${platformId}` }, select: { accountId: true } },
          },
        },
      },
    });
    const differences = rosterDifference(
      course,
      members.map(({ learner: { id: learnerId, email, name, accounts } }) => ({
        learnerId,
        email,
        name,
        subjects: accounts.map(({ accountId }) => accountId),
      })),
    );
    await transaction.ltiRosterDifference.deleteMany({ where: { contextId } });
    await transaction.ltiRosterDifference.createMany({
      data: differences.map((difference) => ({ contextId, ...difference })),
    });
  });
}
