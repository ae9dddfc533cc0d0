import 'server-only';
import { Gauge, type Registry } from 'prom-client';
import { db } from '../db/client.ts';
import { connectedRunners } from '../nodes/runners.ts';
import type { DatabaseGauges } from './database-gauges.ts';

interface QueueState {
  state: 'queued' | 'running';
  kind: string;
  /** Labels that a node must have, comma-separated in alphabetical order; empty for any node. */
  needs: string;
  runs: number;
  oldestSeconds: number;
}

/** Runs that have not ended, counted by state, kind and needed labels. */
async function queueState(): Promise<QueueState[]> {
  return db().$queryRaw<QueueState[]>`
    SELECT state, kind, needed.labels AS needs, count(*)::int AS runs, greatest(0, extract(epoch FROM now() - min(queued_at)))::float8 AS "oldestSeconds"
    FROM run, LATERAL (SELECT coalesce(string_agg(label, ',' ORDER BY label), '') AS labels FROM unnest(needs) AS label) AS needed
    WHERE state IN ('queued', 'running') GROUP BY state, kind, needed.labels`;
}

export function queueGauges(registers: Registry[]): DatabaseGauges {
  const waiting = new Gauge({
    name: 'dfm_queue_runs',
    help: 'Runs by state (queued, running), kind and required labels',
    labelNames: ['state', 'kind', 'needs'],
    registers,
  });
  const oldest = new Gauge({
    name: 'dfm_queue_oldest_seconds',
    help: 'Age of the run that has waited longest, by kind and required labels; absent if none is waiting',
    labelNames: ['kind', 'needs'],
    registers,
  });
  const runners = new Gauge({
    name: 'dfm_runners_connected',
    help: 'Runners that reported recently, are healthy and take runs',
    registers,
  });
  return {
    gauges: [waiting, oldest, runners],
    async read() {
      const [queue, connected] = await Promise.all([queueState(), connectedRunners()]);
      return () => {
        for (const { state, kind, needs, runs, oldestSeconds } of queue) {
          waiting.set({ state, kind, needs }, runs);
          if (state === 'queued') oldest.set({ kind, needs }, oldestSeconds);
        }
        runners.set(connected);
      };
    },
  };
}
