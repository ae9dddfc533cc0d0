import 'server-only';
import type { RunnerInfo } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { env } from '../platform/env.ts';
import { basesUsed } from './base-images.ts';
import { readStoredInfo } from './stored-info.ts';

type Executor = Pick<ReturnType<typeof db>, 'runner' | '$queryRaw'>;

/**
 * Records that a runner is connected, with the information that it reports. Uses the time of the database,
 * because the clocks of sites differ.
 */
export async function noteRunner(info: RunnerInfo): Promise<void> {
  const { name, labels, health } = info;
  await db().$executeRaw`
    INSERT INTO runner (name, info, labels, well, last_seen_at) VALUES (${name}, ${JSON.stringify(info)}::jsonb, ${labels}::text[], ${health.ok}, now())
    ON CONFLICT (name) DO UPDATE SET info = excluded.info, labels = excluded.labels, well = excluded.well, last_seen_at = excluded.last_seen_at`;
}

/** A runner that has not reported since this time counts as disconnected. */
export async function seenSince(executor: Executor = db()): Promise<Date> {
  const [row] = await executor.$queryRaw<
    { since: Date }[]
  >`SELECT now() - make_interval(secs => ${env().RUNNER_SEEN_WITHIN_SECONDS}::float8) AS since`;
  return row!.since;
}

/** What a run needs from its node. */
interface Requirements {
  /** Labels that the node must have. */
  needs?: readonly string[];
  /** Base images that the node must have finished preparing. */
  bases?: readonly string[];
}

/** The number of connected runners that accept runs and can take a run with these requirements. */
export async function connectedRunners(
  { needs = [], bases = [] }: Requirements = {},
  executor: Executor = db(),
): Promise<number> {
  return (await basesToComeOf(needs, executor)).filter((toCome) => basesUsed(bases, toCome) === undefined)
    .length;
}

/** The first base image of a run that a connected runner is still preparing. */
export async function baseToCome({ needs = [], bases = [] }: Requirements): Promise<string | undefined> {
  return basesUsed(bases, (await basesToComeOf(needs, db())).flat());
}

/** The base images that each runner with these labels, if it accepts runs, is still preparing. */
async function basesToComeOf(needs: readonly string[], executor: Executor): Promise<string[][]> {
  const runners = await executor.runner.findMany({
    where: {
      lastSeenAt: { gt: await seenSince(executor) },
      well: true,
      draining: false,
      ...(needs.length === 0 ? {} : { labels: { hasEvery: [...needs] } }),
    },
    select: { name: true, info: true },
  });
  return runners.map(({ name, info }) => readStoredInfo(name, info)?.basesToCome ?? []);
}

/** The number of runs that the connected runners can execute at once. */
export async function placesForRuns(): Promise<number> {
  return sumOf('runsAtOnce');
}

/** The number of terminals that the connected runners can offer at once. */
export async function placesForTerminals(): Promise<number> {
  return sumOf('terminalsAtOnce');
}

async function sumOf(places: 'runsAtOnce' | 'terminalsAtOnce'): Promise<number> {
  const runners = await db().runner.findMany({
    where: { lastSeenAt: { gt: await seenSince() }, well: true, draining: false },
    select: { name: true, info: true },
  });
  return runners.reduce((sum, { name, info }) => sum + (readStoredInfo(name, info)?.[places] ?? 0), 0);
}
