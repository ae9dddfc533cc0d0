import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { record } from '../audit/record.ts';
import { type Prisma, db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import type { CohortAccess } from '../teaching/access.ts';

type Decision = 'apply' | 'discard' | 'revert';

interface Decided {
  id: string;
  cohortId: string;
  exercise: string;
  appliedAt: Date | null;
  revertedAt: Date | null;
  discardedAt: Date | null;
}

/**
 * Decides about a regrade as one: applies it, so that its results count; discards it before that; or reverts
 * it, so that what counted before counts again. Each sets one time, and no result is changed.
 *
 * @throws PlatformError `not-found`; `conflict` if it cannot be decided like this, for example because it has
 *   been decided already
 */
export async function decideRegrade(
  access: CohortAccess<'manage'>,
  regradeId: string,
  decision: Decision,
): Promise<void> {
  const { cohortId } = access;
  await db().$transaction(async (transaction) => {
    // Decisions about regrades of a class follow one after another.
    await transaction.$queryRaw`SELECT id FROM cohort WHERE id = ${cohortId} FOR UPDATE`;
    const regrade = isId(regradeId)
      ? await transaction.regrade.findFirst({ where: { id: regradeId, cohortId } })
      : null;
    if (regrade === null) throw new PlatformError('not-found', 'There is no such regrade in this class.');
    await decisions[decision](regrade, transaction);
    await record(transaction, access, {
      action: `regrade.${decision}`,
      in: access,
      details: { kind: 'exercise', slug: regrade.exercise },
    });
  });
}

const decisions = {
  async apply(regrade, transaction) {
    assertOpen(regrade);
    const waiting = await transaction.regradeItem.count({ where: { regradeId: regrade.id, judgedAt: null } });
    if (waiting > 0)
      throw conflict(`${waiting} submissions have not been judged again yet. Wait until all of them have.`);
    await transaction.$executeRaw`UPDATE regrade SET applied_at = now() WHERE id = ${regrade.id}`;
  },

  async discard(regrade, transaction) {
    assertOpen(regrade);
    await transaction.$executeRaw`UPDATE regrade SET discarded_at = now() WHERE id = ${regrade.id}`;
    // A runner that works on one is told to stop with its next report.
    await transaction.run.deleteMany({
      where: { regradeId: regrade.id, state: { in: ['queued', 'running'] } },
    });
  },

  async revert(regrade, transaction) {
    const { id, cohortId, exercise, appliedAt, revertedAt } = regrade;
    if (appliedAt === null || revertedAt !== null)
      throw conflict('This regrade does not count, so there is nothing to revert.');
    const later = await transaction.regrade.count({
      where: {
        cohortId,
        exercise,
        OR: [
          { appliedAt: null, discardedAt: null },
          { appliedAt: { gt: appliedAt }, revertedAt: null },
        ],
      },
    });
    if (later > 0)
      throw conflict(
        'A later regrade of this exercise is based on this one. Revert or discard the later one first.',
      );
    await transaction.$executeRaw`UPDATE regrade SET reverted_at = now() WHERE id = ${id}`;
  },
} satisfies Record<Decision, (regrade: Decided, transaction: Prisma.TransactionClient) => Promise<void>>;

function assertOpen({ appliedAt, discardedAt }: Decided): void {
  if (appliedAt !== null) throw conflict('This regrade has already been applied.');
  if (discardedAt !== null) throw conflict('This regrade has already been discarded.');
}

const conflict = (message: string) => new PlatformError('conflict', message);
