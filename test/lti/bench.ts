/**
 * `npm run bench:lms [-- --learners N --rounds N --record]`: what is sent to an LMS when all grades of a
 * class are new, when nothing has happened, and when three learners have a new grade. The LMS is the platform
 * of the tests. `--record` writes docs/results/lms.md. It needs no sandboxes.
 */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { percentile } from '../../bench/measures/percentiles.ts';
import { generateClient } from '../../launcher/migrate.ts';
import { root } from '../../launcher/stack.ts';
import startServer from '../site/database-server.ts';
import { compareAndSend, openLms } from './lms.ts';

const { values } = parseArgs({
  options: {
    learners: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '20' },
    record: { type: 'boolean', default: false },
  },
});
const learners = Array.from({ length: Number(values.learners) }, (_, index) => `learner-${index}`);
const exercises = ['non-root', 'cache-order'];
const rounds = Number(values.rounds);
const CHANGED = 3;

/** What one comparison and the sending after it were. */
interface Sync {
  ms: number;
  scores: number;
  columns: number;
  /** Requests of every kind. */
  requests: number;
}

const loadBefore = loadavg()[0] ?? 0;
await generateClient();
const stopServer = await startServer({ name: 'lti' });
const lms = await openLms(async (site) => {
  const id = randomUUID();
  await site.query(`INSERT INTO "user" (id, name, email, updated_at) VALUES ($1, 'Weber', $1, now())`, [id]);
  return { id, cookie: '' };
});
try {
  for (const exercise of exercises) await lms.addLink('exercise', exercise);
  await lms.enrol(learners);
  // An hour ago, so that not everyone counts as someone who has just submitted something.
  await submit(learners, 50, { minutesAgo: 60 });
  const complete = await sync();
  const idle: Sync[] = [];
  const changed: Sync[] = [];
  for (let round = 0; round < rounds; round++) {
    idle.push(await sync());
    const three = Array.from(
      { length: CHANGED },
      (_, n) => learners[(round * CHANGED + n) % learners.length]!,
    );
    await submit(three, 60 + round, { of: exercises.slice(0, 1) });
    changed.push(await sync());
  }
  const text = resultsPage(complete, idle, changed);
  console.log(text);
  if (values.record) await writeFile(join(root, 'docs/results/lms.md'), text);
} finally {
  await lms.close();
  await stopServer();
}

/** Compares the gradebook with the LMS and sends what has changed, as the site does again and again. */
async function sync(): Promise<Sync> {
  await lms.forgetRequests();
  const began = performance.now();
  await compareAndSend();
  const ms = performance.now() - began;
  const requests = await lms.requests();
  const failed = requests.filter(({ status }) => status === null || status >= 300);
  if (failed.length > 0) throw new Error(`The platform refused ${failed[0]!.method} ${failed[0]!.path}.`);
  const posted = requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
  return {
    ms,
    requests: requests.length,
    scores: posted.filter((path) => path.endsWith('/scores')).length,
    columns: (await lms.state()).lineItems.length,
  };
}

/** Stores a graded submission of each learner for each exercise. */
async function submit(
  who: readonly string[],
  score: number,
  { of = exercises, minutesAgo = 0 } = {},
): Promise<void> {
  await lms.site.query(
    `WITH made AS (
       INSERT INTO submission (id, learner_id, exercise, files, created_at)
       SELECT gen_random_uuid(), learner, exercise, '{}', now() - make_interval(mins => $4::int)
       FROM unnest($1::text[]) AS learner, unnest($2::text[]) AS exercise
       RETURNING id, learner_id, exercise, created_at)
     INSERT INTO run (id, submission_id, learner_id, exercise, state, finished_at, result_status, score, passed)
     SELECT gen_random_uuid(), id, learner_id, exercise, 'done', created_at, 'graded', $3, false FROM made`,
    [who, of, score, minutesAgo],
  );
}

function resultsPage(complete: Sync, idle: readonly Sync[], changed: readonly Sync[]): string {
  const median = (syncs: readonly Sync[], of: (sync: Sync) => number) => percentile(syncs.map(of), 0.5);
  const line = (what: string, syncs: readonly Sync[]) => {
    const share = (100 * median(syncs, ({ ms }) => ms)) / complete.ms;
    const range = (of: (sync: Sync) => number) =>
      [...new Set(syncs.map(of))]
        .sort((a, b) => a - b)
        .map((count) => count.toLocaleString('en'))
        .join(' or ');
    return `| ${what} | ${syncs.length} | ${range(({ scores }) => scores)} | ${range(({ requests }) => requests)} | ${share.toFixed(2)} % |`;
  };
  return `# Grades in an LMS

Measured with \`npm run bench:lms\` on ${availableParallelism()} processors (one-minute load ${loadBefore.toFixed(1)} at the start): a class of ${learners.length} learners,
${exercises.length} links in its course of the LMS, and the [platform of the
tests](../contributors.md#the-lti-platform-of-the-tests), which shares the processors. A line is a comparison
with the gradebook and the sending after it. *Requests* are all that the LMS got: for access tokens, columns
and scores. The duration is the median, as a share of the first line.

| what happened before | times | scores sent | requests | duration |
|---|---|---|---|---|
${line('everyone submitted everything', [complete])}
${line(`${CHANGED} learners submitted something`, changed)}
${line('nothing', idle)}

The LMS has ${changed.at(-1)!.columns} columns at the end, one for each link.
`;
}
