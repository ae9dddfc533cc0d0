import 'server-only';
import type { HeldBack } from '@dfm/contracts/page-data';
import { deadlineOf } from '@dfm/gradebook/deadline';
import { formatDeadline } from '@dfm/gradebook/wall-clock';
import { groupMates } from '../assignments/group-mates.ts';
import { staffDecisions } from '../assignments/staff-decisions.ts';
import { db } from '../db/client.ts';

/**
 * What an exercise does not show a learner yet because of their classes: until the learner's own deadline, a
 * class holds back what its settings say, and everything for an exam. If the exercise is done in groups, the
 * latest deadline in the group counts, because what one submits counts for all. If several classes do, the
 * latest deadline decides.
 */
export async function heldBack(learnerId: string, exercise: string): Promise<HeldBack> {
  const work = { kind: 'exercise', slug: exercise } as const;
  const cohorts = await db().cohort.findMany({
    where: {
      members: { some: { learnerId } },
      assignments: { some: { ...work, dueAt: { not: null } } },
      OR: [{ heldBack: { not: 'nothing' } }, { assignments: { some: { ...work, mode: 'exam' } } }],
    },
    select: {
      id: true,
      timeZone: true,
      heldBack: true,
      assignments: { where: work, select: { dueAt: true, mode: true } },
    },
  });
  const holds = await Promise.all(
    cohorts.map(async ({ id, timeZone, heldBack: what, assignments }) => {
      const [{ dueAt, mode }] = assignments as [(typeof assignments)[number]];
      const counted = mode === 'group' ? await withGroupMates(id, learnerId) : [learnerId];
      const { extensionOf } = await staffDecisions(id, counted);
      const deadlines = counted.map((member) => deadlineOf(dueAt, extensionOf(member, work)).at!);
      const until = new Date(Math.max(...deadlines.map(Number)));
      return { until, timeZone, withHints: mode === 'exam' || what === 'hints_and_solutions' };
    }),
  );
  const now = new Date();
  const active = holds.filter(({ until }) => until > now).toSorted((a, b) => +b.until - +a.until);
  const inWords = (hold: (typeof active)[number] | undefined) =>
    hold && formatDeadline(hold.until, hold.timeZone);
  return {
    hintsUntil: inWords(active.find(({ withHints }) => withHints)),
    solutionUntil: inWords(active[0]),
  };
}

async function withGroupMates(cohortId: string, learnerId: string): Promise<string[]> {
  return (await groupMates(cohortId, [learnerId])).get(learnerId) ?? [learnerId];
}
