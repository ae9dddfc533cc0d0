import 'server-only';
import type { ResultDocument } from '@dfm/contracts';
import type { Correction } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { db } from '../db/client.ts';
import { readStoredResult } from '../runs/stored-result.ts';

/**
 * The result with which a run counts instead of its own, if it was judged again: that of the regrade that was
 * applied last in a class of its learner.
 *
 * @param cohortId only this class, for its staff
 */
export async function correctionOf(
  runId: string,
  cohortId?: string,
): Promise<{ result: ResultDocument; correction: Correction } | undefined> {
  const item = await db().regradeItem.findFirst({
    where: {
      runId,
      resultStatus: { not: null },
      regrade: {
        ...(cohortId !== undefined && { cohortId }),
        appliedAt: { not: null },
        revertedAt: null,
        cohort: { members: { some: { learner: { runs: { some: { id: runId } } } } } },
      },
    },
    orderBy: { regrade: { appliedAt: 'desc' } },
    select: { result: true, regrade: { select: { note: true, appliedAt: true } } },
  });
  const result = item === null ? undefined : readStoredResult(runId, item.result);
  if (item === null || result === undefined) return undefined;
  const { note, appliedAt } = item.regrade;
  return { result, correction: { note: visibleLine(note), at: appliedAt!.toISOString() } };
}
