import 'server-only';
import type { RunnerInfo } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { seenSince } from '../nodes/runners.ts';
import { isOlder } from './version.ts';

/** The first with the fixes of 2026 that a host shared with strangers needs. */
const advisedEngine = '29.5.1';

/** A node as its operator sees it. Plain data. */
export interface NodeView {
  info: RunnerInfo;
  /** `gone`: not heard of lately. */
  state: 'ready' | 'unwell' | 'draining' | 'gone';
  draining: boolean;
  /** ISO 8601. */
  joinedAt: string;
  lastSeenAt: string;
  /** Runs it has at the moment. */
  runs: number;
  /** What of it is older than advised, in words. */
  warnings: string[];
}

/** All nodes that ever joined and were not forgotten, by name. */
export async function listNodes(): Promise<NodeView[]> {
  const [since, runners, running] = await Promise.all([
    seenSince(),
    db().runner.findMany({ orderBy: { name: 'asc' } }),
    db().run.groupBy({ by: ['claimedBy'], where: { state: 'running' }, _count: true }),
  ]);
  const runsOf = new Map(running.map(({ claimedBy, _count }) => [claimedBy, _count]));
  return runners.map(({ info: json, name, well, draining, joinedAt, lastSeenAt }) => {
    const info = json as unknown as RunnerInfo;
    return {
      info,
      state: lastSeenAt < since ? 'gone' : !well ? 'unwell' : draining ? 'draining' : 'ready',
      draining,
      joinedAt: joinedAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      runs: runsOf.get(name) ?? 0,
      warnings: warningsOf(info),
    };
  });
}

function warningsOf({ hostEngineVersion, engineVersion }: RunnerInfo): string[] {
  const old = (whose: string, version: string) =>
    isOlder(version, advisedEngine)
      ? [`${whose} is Docker Engine ${version}; ${advisedEngine} or newer is advised.`]
      : [];
  return [
    ...old('The node’s own engine', hostEngineVersion),
    ...old('The engine inside sandboxes', engineVersion),
  ];
}

/** Asks a node to take no more runs, or to take them again. Those it has go on to their end. */
export async function setDraining(name: string, draining: boolean): Promise<void> {
  await db().runner.updateMany({ where: { name }, data: { draining } });
}

/** Takes a node that is gone off the list. One that still runs joins again by itself. */
export async function forgetNode(name: string): Promise<void> {
  await db().runner.deleteMany({ where: { name, lastSeenAt: { lt: await seenSince() } } });
}
