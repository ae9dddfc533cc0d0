import 'server-only';
import type { QueueFacts } from '@dfm/contracts/page-data';
import { type RunKind, type RunState, db } from '../db/client.ts';
import { connectedRunners } from '../nodes/runners.ts';
import { storedSummaries } from '../runs/stored-summary.ts';
import { openTerminals } from '../telemetry/open-terminals.ts';

const NEWEST = 20;
const FAULTS_WITHIN_DAYS = 7;

/**
 * The current state of the queue. Prisma's own queries cast the state from text, with which PostgreSQL would
 * read all runs instead of an index.
 */
export async function queueFacts(): Promise<QueueFacts> {
  const [counts, terminals, waiting, [oldest], faults] = await Promise.all([
    db().$queryRaw<{ kind: RunKind; state: RunState; runs: number }[]>`
      SELECT kind, state, count(*)::int AS runs FROM run WHERE state IN ('queued', 'running') GROUP BY kind, state`,
    openTerminals(),
    db().$queryRaw<{ needs: string[] }[]>`
      SELECT DISTINCT needs FROM run WHERE state = 'queued' AND needs <> '{}'`,
    db().$queryRaw<[{ waitsMs: number | null }]>`
      SELECT extract(epoch FROM now() - min(queued_at))::float8 * 1000 AS "waitsMs" FROM run WHERE state = 'queued'`,
    db().run.findMany({
      where: {
        resultStatus: 'infrastructure',
        finishedAt: { gt: new Date(Date.now() - FAULTS_WITHIN_DAYS * 24 * 60 * 60_000) },
      },
      orderBy: { finishedAt: 'desc' },
      take: NEWEST,
      select: {
        id: true,
        exercise: true,
        kind: true,
        finishedAt: true,
        attempts: true,
        claimedBy: true,
      },
    }),
  ]);
  const summaries = await storedSummaries(faults.map(({ id }) => id));
  const counted = new Map(counts.map(({ kind, state, runs }) => [`${kind} ${state}`, runs]));
  const count = (kind: RunKind, state: RunState) => counted.get(`${kind} ${state}`) ?? 0;
  const unavailable = await Promise.all(
    waiting.map(async ({ needs }) => ((await connectedRunners({ needs })) === 0 ? needs : [])),
  );
  return {
    practice: count('practice', 'queued'),
    confirmations: count('confirmation', 'queued'),
    regrades: count('regrade', 'queued'),
    terminals,
    running: counts.reduce((sum, { state, runs }) => sum + (state === 'running' ? runs : 0), 0),
    oldestWaitsMs: oldest.waitsMs === null ? undefined : Math.max(0, oldest.waitsMs),
    lacking: [...new Set(unavailable.flat())].sort(),
    faults: faults.map(({ id, exercise, kind, finishedAt, attempts, claimedBy }) => ({
      runId: id,
      exercise,
      kind,
      endedAt: finishedAt!.toISOString(),
      attempts,
      node: claimedBy ?? undefined,
      message: summaries.get(id)?.failure?.message ?? '',
    })),
  };
}
