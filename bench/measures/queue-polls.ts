import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { newVisitor } from './large-class.ts';

/** Processor time of site and database for a page that asks for the position of its run. */
export interface Polls {
  /** Waiting runs, each of a different learner. */
  queued: number;
  siteCoreSeconds: number;
}

const requests = 100;
/** Not counted. */
const warmUps = 5;
/** Required by the runs, so that no runner takes them. */
const label = 'bench-nowhere';

/**
 * Fills the queue with runs that no runner takes, and asks for the position of the last one as its page does.
 *
 * @param siteSeconds measures the processor time of site and database
 */
export async function queuePolls(
  url: string,
  database: Client,
  queued: number,
  siteSeconds: (work: () => Promise<void>) => Promise<number>,
): Promise<Polls> {
  const { cookie, userId } = await newVisitor(url);
  await fillQueue(database, queued - 1);
  const runId = await queueLast(database, userId);
  const poll = async (count: number) => {
    for (let n = 0; n < count; n++) {
      const response = await fetch(`${url}/api/runs/${runId}`, { headers: { cookie } });
      const { queue } = (await response.json()) as { queue?: { place: number } };
      if (queue?.place !== queued) throw new Error(`the last of ${queued} runs has place ${queue?.place}`);
    }
  };
  try {
    await poll(warmUps);
    return { queued, siteCoreSeconds: (await siteSeconds(() => poll(requests))) / requests };
  } finally {
    await database.query('DELETE FROM run WHERE $1 = ANY (needs)', [label]);
    await database.query('VACUUM FULL run');
  }
}

async function fillQueue(database: Client, count: number): Promise<void> {
  await database.query(
    `INSERT INTO "user" (id, name, email, updated_at)
     SELECT 'waiting-' || n, 'Learner ' || n, 'waiting-' || n || '@school.example', now() FROM generate_series(1, $1::int) AS n
     ON CONFLICT DO NOTHING`,
    [count],
  );
  await database.query(
    `WITH added AS (
       INSERT INTO submission (id, learner_id, exercise, files)
       SELECT gen_random_uuid(), 'waiting-' || n, 'non-root', '{}' FROM generate_series(1, $1::int) AS n RETURNING id, learner_id)
     INSERT INTO run (id, submission_id, learner_id, exercise, needs)
     SELECT gen_random_uuid(), id, learner_id, 'non-root', ARRAY[$2] FROM added`,
    [count, label],
  );
  await database.query('ANALYZE run');
}

async function queueLast(database: Client, learnerId: string): Promise<string> {
  const [submissionId, runId] = [randomUUID(), randomUUID()];
  await database.query(
    `INSERT INTO submission (id, learner_id, exercise, files) VALUES ($1, $2, 'non-root', '{}')`,
    [submissionId, learnerId],
  );
  await database.query(
    `INSERT INTO run (id, submission_id, learner_id, exercise, needs, queued_at) VALUES ($1, $2, $3, 'non-root', ARRAY[$4], now() + interval '1 minute')`,
    [runId, submissionId, learnerId, label],
  );
  return runId;
}
