import 'server-only';
import type { RunnerInfo } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { env } from '../env.ts';

/** Notes that a runner is there, and what it says of itself. */
export async function noteRunner({ name, labels, engineVersion, sandboxes }: RunnerInfo): Promise<void> {
  const seen = { labels, engineVersion, sandboxes, lastSeenAt: new Date() };
  await db().runner.upsert({ where: { name }, create: { name, ...seen }, update: seen });
}

/** How many runners reported within RUNNER_SEEN_WITHIN_SECONDS. */
export async function connectedRunners(executor: Pick<ReturnType<typeof db>, 'runner'> = db()): Promise<number> {
  return executor.runner.count({ where: { lastSeenAt: { gt: new Date(Date.now() - env().RUNNER_SEEN_WITHIN_SECONDS * 1_000) } } });
}
