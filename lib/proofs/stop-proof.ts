import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { ContentAccess } from '../authoring/content-access.ts';
import { Prisma, db } from '../db/client.ts';
import { ends, state, transition } from '../runs/transition.ts';

/** Stops the check of a draft. @throws PlatformError `conflict` if it has ended */
export async function stopProof(_access: ContentAccess, draft: string): Promise<void> {
  const open = await db().proof.findFirst({
    where: { draft, endedAt: null, cancelledAt: null },
    select: { id: true },
  });
  if (!open) throw new PlatformError('conflict', 'This check has ended.');
  await cancelProof(open.id);
}

/** Stops a check with its runs. A runner that works on one is told with its next heartbeat. */
export async function cancelProof(proofId: string): Promise<void> {
  await db().$transaction(async (transaction) => {
    await transaction.$executeRaw`
      UPDATE proof SET cancelled_at = now() WHERE id = ${proofId} AND ended_at IS NULL AND cancelled_at IS NULL`;
    const items = await transaction.proofItem.findMany({
      where: { proofId, judgedAt: null, runId: { not: null } },
      select: { runId: true },
    });
    for (const { runId } of items)
      await transition(
        {
          set: Prisma.sql`state = ${state('cancelled')}, ${ends}`,
          where: Prisma.sql`id = ${runId} AND state IN ('queued', 'running')`,
          events: [{ type: 'cancelled' }],
        },
        transaction,
      );
  });
}
