import 'server-only';
import { bytesPerMib } from '@dfm/contracts/quantity';
import { Gauge, type Registry } from 'prom-client';
import { db } from '../db/client.ts';
import { seenSince } from '../nodes/runners.ts';
import { readStoredInfo } from '../nodes/stored-info.ts';
import type { DatabaseGauges } from './database-gauges.ts';

interface NodeState {
  name: string;
  /** Whether it reported recently that it can take runs. */
  isHealthy: boolean;
  /** What it reported last; undefined if it is silent. */
  diskFreeBytes: number | undefined;
}

/** The nodes that joined and were not removed, without those that are drained. */
async function nodeState(): Promise<NodeState[]> {
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

export function nodeGauges(registers: Registry[]): DatabaseGauges {
  const healthy = new Gauge({
    name: 'dfm_node_healthy',
    help: '1 if the node reported recently that it can take runs, otherwise 0; absent for drained nodes',
    labelNames: ['node'],
    registers,
  });
  const diskFree = new Gauge({
    name: 'dfm_node_disk_free_bytes',
    help: 'Free space for sandboxes, as last reported by the node; absent while the node is silent',
    labelNames: ['node'],
    registers,
  });
  return {
    gauges: [healthy, diskFree],
    async read() {
      const nodes = await nodeState();
      return () => {
        for (const { name: node, isHealthy, diskFreeBytes } of nodes) {
          healthy.set({ node }, isHealthy ? 1 : 0);
          if (diskFreeBytes !== undefined) diskFree.set({ node }, diskFreeBytes);
        }
      };
    },
  };
}
