import 'server-only';
import type { RunnerInfo } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { env } from '../env.ts';

type Executor = Pick<ReturnType<typeof db>, 'runner'>;

/** Notes that a runner is there, and what it says of itself. */
export async function noteRunner(info: RunnerInfo): Promise<void> {
  const seen = { info, labels: info.labels, well: info.health.ok, lastSeenAt: new Date() };
  await db().runner.upsert({ where: { name: info.name }, create: { name: info.name, ...seen }, update: seen });
}

/** A runner that was not heard of since then is not there. */
export function seenSince(): Date {
  return new Date(Date.now() - env().RUNNER_SEEN_WITHIN_SECONDS * 1_000);
}

/** How many runners are there that take runs and have all of these labels. */
export async function connectedRunners(needs: readonly string[] = [], executor: Executor = db()): Promise<number> {
  return executor.runner.count({ where: { lastSeenAt: { gt: seenSince() }, well: true, draining: false, ...(needs.length === 0 ? {} : { labels: { hasEvery: [...needs] } }) } });
}

/** Runs that the connected runners can work on at once. */
export async function placesForRuns(): Promise<number> {
  const runners = await db().runner.findMany({ where: { lastSeenAt: { gt: seenSince() }, well: true, draining: false }, select: { info: true } });
  return runners.reduce((sum, { info }) => sum + (info as unknown as RunnerInfo).sandboxes.max, 0);
}
