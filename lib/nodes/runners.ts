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
export interface Requirements {
  /** Labels that the node must have. Without them, a node that is reserved for others counts as well. */
  needs?: readonly string[];
  /** Base images that the node must have finished preparing. */
  bases?: readonly string[];
}

/** A connected runner that accepts work. */
export interface ReadyRunner {
  name: string;
  labels: readonly string[];
  /** Base images that it is still preparing. */
  basesToCome: readonly string[];
  /** It takes only runs that need all of these labels. */
  reservedFor: readonly string[];
  /** The number of runs that it can execute at once. */
  runsAtOnce: number;
  /** The number of terminals that it can offer at once. */
  terminalsAtOnce: number;
}

export async function readyRunners(executor: Executor = db()): Promise<ReadyRunner[]> {
  const runners = await executor.runner.findMany({
    where: { lastSeenAt: { gt: await seenSince(executor) }, well: true, draining: false },
    select: { name: true, labels: true, info: true },
  });
  return runners.map(({ name, labels, info }) => {
    const {
      basesToCome = [],
      reservedFor = [],
      runsAtOnce = 0,
      terminalsAtOnce = 0,
    } = readStoredInfo(name, info) ?? {};
    return { name, labels, basesToCome, reservedFor, runsAtOnce, terminalsAtOnce };
  });
}

/** The number of these runners that can take a run with these requirements. */
export function canTake(runners: readonly ReadyRunner[], { needs, bases = [] }: Requirements = {}): number {
  return withLabels(runners, needs).filter(({ basesToCome }) => basesUsed(bases, basesToCome) === undefined)
    .length;
}

/** The number of connected runners that accept runs and can take a run with these requirements. */
export async function connectedRunners(
  requirements: Requirements = {},
  executor: Executor = db(),
): Promise<number> {
  return canTake(await readyRunners(executor), requirements);
}

/** The first base image of a run that one of these runners is still preparing. */
export function baseToCome(
  runners: readonly ReadyRunner[],
  { needs, bases = [] }: Requirements,
): string | undefined {
  return basesUsed(
    bases,
    withLabels(runners, needs).flatMap(({ basesToCome }) => basesToCome),
  );
}

function withLabels(
  runners: readonly ReadyRunner[],
  needs: readonly string[] | undefined,
): readonly ReadyRunner[] {
  if (needs === undefined) return runners;
  return runners.filter(
    ({ labels, reservedFor }) =>
      needs.every((label) => labels.includes(label)) && reservedFor.every((label) => needs.includes(label)),
  );
}

/** The number of terminals that the connected runners can offer at once. */
export async function placesForTerminals(): Promise<number> {
  return (await readyRunners()).reduce((sum, { terminalsAtOnce }) => sum + terminalsAtOnce, 0);
}
