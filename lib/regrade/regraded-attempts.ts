import 'server-only';
import { checkResultSchema } from '@dfm/contracts';
import type { RegradedAttempt } from '@dfm/contracts/page-data';
import { visibleText } from '@dfm/contracts/visible-text';
import * as z from 'zod/mini';
import { db } from '../db/client.ts';
import { readStored } from '../db/read-stored.ts';
import { checkChanges } from './check-changes.ts';
import { itemsWithEarlier } from './earlier-result.ts';

interface Row extends Pick<RegradedAttempt, 'runId' | 'before'> {
  learnerId: string;
  submittedAt: Date;
  after: number | null;
  method: NonNullable<RegradedAttempt['method']> | null;
  error: string | null;
  oldChecks: unknown;
  newChecks: unknown;
}

const checksSchema = z.array(checkResultSchema);

/** The attempts of learners in a regrade with the checks that are different, by learner, the earliest first. */
export async function regradedAttempts(
  cohortId: string,
  regradeId: string,
  learnerIds: string[],
): Promise<Map<string, RegradedAttempt[]>> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT item.run_id AS "runId", attempt.learner_id AS "learnerId", submission.created_at AS "submittedAt",
      coalesce(earlier.score, base.score, 0) AS before, item.score AS after, item.method, item.error,
      coalesce(earlier.result, base.result) -> 'checks' AS "oldChecks", item.result -> 'checks' AS "newChecks"
    FROM ${itemsWithEarlier(cohortId, regradeId)}
    JOIN submission ON submission.id = attempt.submission_id
    WHERE item.regrade_id = ${regradeId} AND attempt.learner_id = ANY(${learnerIds})
    ORDER BY submission.created_at, item.run_id`;
  const byLearner = Map.groupBy(rows, ({ learnerId }) => learnerId);
  return new Map([...byLearner].map(([learnerId, own]) => [learnerId, own.map(attemptOf)]));
}

function attemptOf({
  runId,
  submittedAt,
  before,
  after,
  method,
  error,
  oldChecks,
  newChecks,
}: Row): RegradedAttempt {
  const old = checksOf(runId, oldChecks);
  const now = newChecks === null ? undefined : checksOf(runId, newChecks);
  return {
    runId,
    submittedAt: submittedAt.toISOString(),
    before,
    after: after ?? undefined,
    method: method ?? undefined,
    error: error === null ? undefined : visibleText(error),
    changes: old === undefined || now === undefined ? [] : checkChanges(old, now),
  };
}

const checksOf = (row: string, stored: unknown) =>
  readStored(checksSchema, stored, { column: 'result.checks', row });
