import 'server-only';
import type { QueueFacts } from '@dfm/contracts/page-data';
import { type RunKind, type RunState, db } from '../db/client.ts';
import { connectedRunners } from '../nodes/runners.ts';
import { storedSummaries } from '../runs/stored-summary.ts';
import { openTerminals } from '../telemetry/open-terminals.ts';

const NEWEST = 20;
const FAULTS_WITHIN_DAYS = 7;

/** The current state of the queue. */
export async function queueFacts(): Promise<QueueFacts> {
  const [counts, terminals, waiting, oldest, faults] = await Promise.all([
    db().run.groupBy({
      by: ['kind', 'state'],
      where: { state: { in: ['queued', 'running'] } },
      _count: true,
    }),
    openTerminals(),
    db().run.findMany({
      where: { state: 'queued', NOT: { needs: { isEmpty: true } } },
      select: { needs: true },
      distinct: ['needs'],
    }),
    db().run.findFirst({
      where: { state: 'queued' },
      orderBy: { queuedAt: 'asc' },
      select: { queuedAt: true },
    }),
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
  const counted = new Map(counts.map(({ kind, state, _count }) => [`${kind} ${state}`, _count]));
  const count = (kind: RunKind, state: RunState) => counted.get(`${kind} ${state}`) ?? 0;
  const unavailable = await Promise.all(
    waiting.map(async ({ needs }) => ((await connectedRunners({ needs })) === 0 ? needs : [])),
  );
  return {
    practice: count('practice', 'queued'),
    confirmations: count('confirmation', 'queued'),
    regrades: count('regrade', 'queued'),
    terminals,
    running: counts.reduce((sum, { state, _count: runs }) => sum + (state === 'running' ? runs : 0), 0),
    oldestWaitsMs: oldest === null ? undefined : Math.max(0, Date.now() - oldest.queuedAt.getTime()),
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
