import 'server-only';
import type { RunnerInfo } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { env } from '../platform/env.ts';
import { basesUsed } from './base-images.ts';

type Executor = Pick<ReturnType<typeof db>, 'runner' | '$queryRaw'>;

/**
 * Notes that a runner is there, and what it says of itself. The time is the database's: clocks of sites
 * differ.
 */
export async function noteRunner(info: RunnerInfo): Promise<void> {
  const { name, labels, health } = info;
  await db().$executeRaw`
    INSERT INTO runner (name, info, labels, well, last_seen_at) VALUES (${name}, ${JSON.stringify(info)}::jsonb, ${labels}::text[], ${health.ok}, now())
    ON CONFLICT (name) DO UPDATE SET info = excluded.info, labels = excluded.labels, well = excluded.well, last_seen_at = excluded.last_seen_at`;
}

/** A runner that was not heard of since then is not there. */
export async function seenSince(executor: Executor = db()): Promise<Date> {
  const [row] = await executor.$queryRaw<
    { since: Date }[]
  >`SELECT now() - make_interval(secs => ${env().RUNNER_SEEN_WITHIN_SECONDS}::float8) AS since`;
  return row!.since;
}

/** What a run asks of the node it is given to. */
interface Wanted {
  /** Labels it must have. */
  needs?: readonly string[];
  /** Base images that it must not be still preparing. */
  bases?: readonly string[];
}

/** How many runners are there that take runs and can take such a one. */
export async function connectedRunners(
  { needs = [], bases = [] }: Wanted = {},
  executor: Executor = db(),
): Promise<number> {
  return (await basesToComeOf(needs, executor)).filter((toCome) => basesUsed(bases, toCome) === undefined)
    .length;
}

/** The first base image a run uses that a connected runner is still preparing. */
export async function baseToCome({ needs = [], bases = [] }: Wanted): Promise<string | undefined> {
  return basesUsed(bases, (await basesToComeOf(needs, db())).flat());
}

/** What each runner that takes runs and has these labels is still preparing. */
async function basesToComeOf(needs: readonly string[], executor: Executor): Promise<string[][]> {
  const runners = await executor.runner.findMany({
    where: {
      lastSeenAt: { gt: await seenSince(executor) },
      well: true,
      draining: false,
      ...(needs.length === 0 ? {} : { labels: { hasEvery: [...needs] } }),
    },
    select: { info: true },
  });
  return runners.map(({ info }) => (info as unknown as Partial<RunnerInfo>).basesToCome ?? []);
}

/** Runs that the connected runners can work on at once. */
export async function placesForRuns(): Promise<number> {
  const runners = await db().runner.findMany({
    where: { lastSeenAt: { gt: await seenSince() }, well: true, draining: false },
    select: { info: true },
  });
  return runners.reduce((sum, { info }) => sum + (info as unknown as RunnerInfo).runsAtOnce, 0);
}
