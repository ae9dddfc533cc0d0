import 'server-only';
import { db } from '../db/client.ts';

interface QueueState {
  state: 'queued' | 'running';
  kind: string;
  /** Labels that a node must have, comma-separated in alphabetical order; empty for any node. */
  needs: string;
  runs: number;
  oldestSeconds: number;
}

/** Runs that have not ended, counted by state, kind and needed labels. */
export async function queueState(): Promise<QueueState[]> {
  return db().$queryRaw<QueueState[]>`
    SELECT state, kind, needed.labels AS needs, count(*)::int AS runs, greatest(0, extract(epoch FROM now() - min(queued_at)))::float8 AS "oldestSeconds"
    FROM run, LATERAL (SELECT coalesce(string_agg(label, ',' ORDER BY label), '') AS labels FROM unnest(needs) AS label) AS needed
    WHERE state IN ('queued', 'running') GROUP BY state, kind, needed.labels`;
}
