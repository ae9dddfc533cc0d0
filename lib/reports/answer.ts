import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { ReportStatus } from '@dfm/contracts/page-data';
import type { ActionCode } from '../audit/actions.ts';
import { record } from '../audit/record.ts';
import type { ContentAccess } from '../authoring/content-access.ts';
import { type Prisma, db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { countUse } from '../limits/hourly-use.ts';

/** Reports that wait for the authors, or for the reader. */
export const unsettled: ReportStatus[] = ['open', 'answered'];

type Transaction = Prisma.TransactionClient;

/**
 * Adds what an author writes to the reader. @throws PlatformError `not-found`, `conflict` if closed,
 * `rate-limited`
 */
export async function answerReport(access: ContentAccess, id: string, text: string): Promise<void> {
  await countUse(access.account.id, 'comment');
  await db().$transaction(async (transaction) => {
    await change(transaction, id, unsettled, { status: 'answered', answeredAt: new Date() });
    await write(transaction, access, id, text);
  });
}

/** Closes a report that needs no change. @throws PlatformError as `answerReport` */
export async function declineReport(access: ContentAccess, id: string, reason: string): Promise<void> {
  await countUse(access.account.id, 'comment');
  await db().$transaction(async (transaction) => {
    await change(transaction, id, unsettled, { status: 'declined', ...closedNow() });
    await write(transaction, access, id, reason);
    await note(transaction, access, id, 'report.decline');
  });
}

/**
 * Closes reports that a save or a version fixed. Those that are closed already stay as they are.
 *
 * @returns how many it closed
 */
export async function closeAsFixed(
  access: ContentAccess,
  ids: readonly string[],
  commit: string,
): Promise<number> {
  return db().$transaction(async (transaction) => {
    let closed = 0;
    for (const id of new Set(ids.filter(isId))) {
      const { count } = await transaction.contentReport.updateMany({
        where: { id, status: { in: unsettled } },
        data: { status: 'fixed', closedCommit: commit, ...closedNow() },
      });
      if (count > 0) await note(transaction, access, id, 'report.fix');
      closed += count;
    }
    return closed;
  });
}

/**
 * Opens a report again that was closed by mistake. @throws PlatformError `not-found`, `conflict` if it is
 * open
 */
export async function reopenReport(access: ContentAccess, id: string): Promise<void> {
  await db().$transaction(async (transaction) => {
    await change(transaction, id, ['fixed', 'declined'], {
      status: 'open',
      closedAt: null,
      closedCommit: null,
      answeredAt: new Date(),
    });
    await note(transaction, access, id, 'report.reopen');
  });
}

const closedNow = () => ({ closedAt: new Date(), answeredAt: new Date() });

async function change(
  transaction: Transaction,
  id: string,
  from: ReportStatus[],
  data: Prisma.ContentReportUpdateManyMutationInput,
): Promise<void> {
  if (!isId(id) || (await transaction.contentReport.count({ where: { id } })) === 0)
    throw new PlatformError('not-found', 'There is no such report.');
  const { count } = await transaction.contentReport.updateMany({
    where: { id, status: { in: from } },
    data,
  });
  if (count === 0)
    throw new PlatformError('conflict', 'Someone else closed or opened this report. Reload the page.');
}

async function write(
  transaction: Transaction,
  { account }: ContentAccess,
  reportId: string,
  text: string,
): Promise<void> {
  await transaction.contentReportReply.create({
    data: { reportId, authorId: account.id, byReader: false, text },
  });
}

async function note(
  transaction: Transaction,
  { account }: ContentAccess,
  id: string,
  action: ActionCode,
): Promise<void> {
  const { part, slug, learnerId } = await transaction.contentReport.findUniqueOrThrow({
    where: { id },
    select: { part: true, slug: true, learnerId: true },
  });
  await record(
    transaction,
    { account, role: account.isAdmin ? 'admin' : 'author' },
    { action, details: { part, slug }, ...(learnerId !== null && { personId: learnerId }) },
  );
}
