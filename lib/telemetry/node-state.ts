import 'server-only';
import { bytesPerMib } from '@dfm/contracts/quantity';
import { db } from '../db/client.ts';
import { seenSince } from '../nodes/runners.ts';
import { readStoredInfo } from '../nodes/stored-info.ts';

interface NodeState {
  name: string;
  /** Whether it reported recently that it can take runs. */
  isHealthy: boolean;
  /** What it reported last; undefined if it is silent. */
  diskFreeBytes: number | undefined;
}

/** The nodes that joined and were not removed, without those that are drained. */
export async function nodeState(): Promise<NodeState[]> {
  const [since, nodes] = await Promise.all([
    seenSince(),
    db().runner.findMany({
      where: { draining: false },
      select: { name: true, info: true, well: true, lastSeenAt: true },
    }),
  ]);
  return nodes.map(({ name, info, well, lastSeenAt }) => {
    const isConnected = lastSeenAt >= since;
    const freeMb = isConnected ? readStoredInfo(name, info)?.load.diskFreeMb : undefined;
    return {
      name,
      isHealthy: isConnected && well,
      diskFreeBytes: freeMb === undefined ? undefined : freeMb * bytesPerMib,
    };
  });
}
