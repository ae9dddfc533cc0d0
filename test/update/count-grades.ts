import type { Client } from 'pg';
import { scoreOf } from './scripted-runner.ts';
import type { Answered } from './visitor.ts';

export interface GradeCounts {
  submissions: number;
  /** Not stored, or not what the visitor saw. */
  lost: number;
  /** Stored more than once. */
  twice: number;
  /** Those of a different run. */
  wrong: number;
}

/** Compares what the database has of every run with what its runner sent and what visitors saw. */
export async function countGrades(client: Client, answered: readonly Answered[]): Promise<GradeCounts> {
  const { rows } = await client.query<{ id: string; score: number | null; stored: number }>(
    `SELECT id, score, (SELECT count(*)::int FROM run_event
       WHERE run_id = run.id AND event->>'type' = 'result') AS stored
     FROM run`,
  );
  const known = new Set(rows.map(({ id }) => id));
  const unseen = answered.filter(({ runId, score }) => score !== scoreOf(runId) || !known.has(runId));
  const count = (is: (row: (typeof rows)[number]) => boolean) => rows.filter(is).length;
  return {
    submissions: rows.length,
    lost: unseen.length + count(({ stored }) => stored === 0),
    twice: count(({ stored }) => stored > 1),
    wrong: count(({ id, score }) => score !== scoreOf(id)),
  };
}
