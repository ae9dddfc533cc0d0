import 'server-only';
import type { ClaimRequest, ClaimResponse } from '@dfm/contracts';
import { loadExercise, overlay } from '@dfm/exercises';
import { learnerKey } from '../auth/learner-key.ts';
import { contentRoot } from '../content/content-root.ts';
import { Prisma, db } from '../db/client.ts';
import { notifications } from '../db/notifications.ts';
import { noteRunner } from './runners.ts';
import { type RunRow, state, transition } from './transition.ts';

/**
 * Gives the run that waits longest to a runner; waits for one to come where there is none.
 * @param signal aborted when the runner went away; nothing is claimed from then on
 * @returns undefined where nothing came within `waitMs`
 */
export async function claim({ runner, waitMs }: ClaimRequest, signal: AbortSignal): Promise<ClaimResponse | undefined> {
  const until = Date.now() + waitMs;
  await noteRunner(runner);
  const waiter = await notifications().wait('run_queued');
  signal.addEventListener('abort', waiter.close, { once: true });
  try {
    while (!signal.aborted) {
      const run = await takeNext(runner.name);
      if (run) return await workOf(run);
      const leftMs = until - Date.now();
      if (leftMs <= 0) return undefined;
      await waiter.next(leftMs);
    }
    return undefined;
  } finally {
    signal.removeEventListener('abort', waiter.close);
    waiter.close();
  }
}

/** SKIP LOCKED: runners that ask at once each get a run of their own, without waiting for one another. */
async function takeNext(runner: string): Promise<RunRow | undefined> {
  return transition({
    set: Prisma.sql`state = ${state('running')}, fence = fence + 1, attempts = attempts + 1, claimed_by = ${runner}, started_at = now(), heartbeat_at = now()`,
    where: Prisma.sql`id = (SELECT id FROM run WHERE state = 'queued' ORDER BY queued_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)`,
    events: [{ type: 'phase', phase: 'queued', state: 'done' }],
  });
}

async function workOf(run: RunRow): Promise<ClaimResponse> {
  const [{ exercise, starter }, submission] = await Promise.all([
    loadExercise(contentRoot(), run.exercise),
    db().submission.findUniqueOrThrow({ where: { id: run.submissionId }, select: { files: true } }),
  ]);
  const files = overlay(starter, submission.files as Record<string, string>);
  return { runId: run.id, fence: run.fence, learnerKey: learnerKey(run.learnerId), queuedMs: run.queuedMs, exercise, files };
}
