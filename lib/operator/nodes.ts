import 'server-only';
import type { RunnerInfo } from '@dfm/contracts';
import { compareVersions } from '@dfm/contracts/compare-versions';
import type { NodeView } from '@dfm/contracts/page-data';
import { record } from '../audit/record.ts';
import { db } from '../db/client.ts';
import { seenSince } from '../nodes/runners.ts';
import { readStoredInfo } from '../nodes/stored-info.ts';
import type { AdminAccess } from './access.ts';

/** The first version with the security fixes of 2026 that a host for untrusted code needs. */
const advisedEngine = '29.5.1';

/** All nodes that ever joined and were not removed, by name. */
export async function listNodes(): Promise<NodeView[]> {
  const [since, runners, running] = await Promise.all([
    seenSince(),
    db().runner.findMany({ orderBy: { name: 'asc' } }),
    // Prisma's own query casts the state from text, with which PostgreSQL would read all runs instead of an index.
    db().$queryRaw<{ node: string; runs: number }[]>`
      SELECT claimed_by AS node, count(*)::int AS runs FROM run WHERE state = 'running' GROUP BY claimed_by`,
  ]);
  const runsOf = new Map(running.map(({ node, runs }) => [node, runs]));
  return runners.map(({ info: stored, name, well, draining, joinedAt, lastSeenAt }) => {
    const info = readStoredInfo(name, stored);
    return {
      name,
      info,
      state: lastSeenAt < since ? 'gone' : !well ? 'unwell' : draining ? 'draining' : 'ready',
      draining,
      joinedAt: joinedAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      runs: runsOf.get(name) ?? 0,
      warnings: info === undefined ? [] : warningsOf(info),
    };
  });
}

function warningsOf({ hostEngineVersion, engineVersion }: RunnerInfo): string[] {
  const old = (whose: string, version: string) =>
    (compareVersions(version, advisedEngine) ?? 0) < 0
      ? [`${whose} is Docker Engine ${version}; ${advisedEngine} or newer is recommended.`]
      : [];
  return [
    ...old('The node’s host engine', hostEngineVersion),
    ...old('The engine inside sandboxes', engineVersion),
  ];
}

/** Stops giving new runs to a node, or starts giving it runs again. Its current runs continue to their end. */
export async function setDraining(access: AdminAccess, name: string, draining: boolean): Promise<void> {
  await db().$transaction(async (transaction) => {
    const { count } = await transaction.runner.updateMany({ where: { name }, data: { draining } });
    const action = draining ? 'node.drain' : 'node.resume';
    if (count > 0) await record(transaction, access, { action, details: { node: name } });
  });
}

/** Removes a node that is gone from the list. If it is still running, it joins again by itself. */
export async function forgetNode(access: AdminAccess, name: string): Promise<void> {
  const since = await seenSince();
  await db().$transaction(async (transaction) => {
    const { count } = await transaction.runner.deleteMany({ where: { name, lastSeenAt: { lt: since } } });
    if (count > 0) await record(transaction, access, { action: 'node.forget', details: { node: name } });
  });
}
