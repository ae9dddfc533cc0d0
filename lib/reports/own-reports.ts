import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { OwnReport } from '@dfm/contracts/page-data';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { countReport } from './count-report.ts';
import { partTitles } from './parts.ts';
import { repliesInOrder, reportColumns, shownReplies, shownReport } from './shown.ts';

const SHOWN_MAX = 100;

/** What a reader reported, the newest first. What the authors did counts as seen from then on. */
export async function readOwnReports(learnerId: string): Promise<OwnReport[]> {
  const now = new Date();
  const [rows, titleOf] = await Promise.all([
    db().contentReport.findMany({
      where: { learnerId },
      orderBy: { id: 'desc' },
      take: SHOWN_MAX,
      select: { ...reportColumns, answeredAt: true, seenAt: true, replies: repliesInOrder },
    }),
    partTitles(),
  ]);
  const reports = rows.map((row) => ({
    ...shownReport(row, titleOf),
    isNew: isNew(row),
    replies: shownReplies(row.replies, ({ byReader }) => (byReader ? 'You' : 'The authors')),
  }));
  if (reports.some((report) => report.isNew))
    await db().contentReport.updateMany({
      // What the authors did since the reports were read is new the next time.
      where: { learnerId, answeredAt: { lte: now } },
      data: { seenAt: now },
    });
  return reports;
}

/** Number of a reader's reports that the authors answered or closed since the reader last looked. */
export async function newAnswerCount(learnerId: string): Promise<number> {
  const rows = await db().contentReport.findMany({
    where: { learnerId, answeredAt: { not: null } },
    select: { answeredAt: true, seenAt: true },
  });
  return rows.filter(isNew).length;
}

function isNew({ answeredAt, seenAt }: { answeredAt: Date | null; seenAt: Date | null }): boolean {
  return answeredAt !== null && (seenAt === null || seenAt < answeredAt);
}

/**
 * Adds what a reader writes about an own report, which then waits for the authors.
 *
 * @throws PlatformError `not-found`, `conflict` for a closed report, `rate-limited`
 */
export async function replyAsReader(
  learnerId: string,
  requestHeaders: Headers,
  reportId: string,
  text: string,
): Promise<void> {
  await db().$transaction(async (transaction) => {
    const own = { id: reportId, learnerId };
    if (!isId(reportId) || (await transaction.contentReport.count({ where: own })) === 0)
      throw new PlatformError('not-found', 'You have not sent this report.');
    await countReport(learnerId, requestHeaders, transaction);
    const { count } = await transaction.contentReport.updateMany({
      where: { ...own, status: { in: ['open', 'answered'] } },
      data: { status: 'open' },
    });
    if (count === 0)
      throw new PlatformError(
        'conflict',
        'This report is closed. If something is still wrong, report it again.',
      );
    await transaction.contentReportReply.create({
      data: { reportId, authorId: learnerId, byReader: true, text },
    });
  });
}
