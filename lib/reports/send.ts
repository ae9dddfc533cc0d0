import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { type ReportReply, sentReportSchema } from '@dfm/contracts/browser-api';
import { headers } from 'next/headers';
import { ensureLearner } from '../auth/session.ts';
import { content } from '../content/content-root.ts';
import { db } from '../db/client.ts';
import { storable } from '../db/storable.ts';
import { orMessage } from '../http/or-message.ts';
import { countReport } from './count-report.ts';
import { isInCourse } from './parts.ts';

/**
 * Stores what a reader reports about a passage. A first-time visitor becomes an anonymous learner.
 *
 * @param input unvalidated input from the browser
 */
export async function storeReport(input: unknown): Promise<ReportReply> {
  return orMessage(async () => {
    const { success, data } = sentReportSchema.safeParse(storable(input));
    if (!success || !(await isInCourse(data)))
      throw new PlatformError(
        'bad-request',
        'This page has changed since it was loaded. Copy what you wrote, reload the page and report again.',
      );
    const learner = await ensureLearner();
    const requestHeaders = await headers();
    await db().$transaction(async (transaction) => {
      await countReport(learner.id, requestHeaders, transaction);
      await transaction.contentReport.create({
        data: { ...data, learnerId: learner.id, contentVersion: content().version ?? null },
      });
    });
    return { ok: true };
  });
}
