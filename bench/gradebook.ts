/**
 * `npm run bench:gradebook [-- --learners N --requests N --record]`: how long the gradebook of a large class
 * takes, compared with only reading its rows from the database. `--record` writes docs/results/gradebook.md.
 * Run it on an otherwise idle machine; it needs no sandboxes.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { CleanUps } from '../launcher/clean-ups.ts';
import { root, startStack } from '../launcher/stack.ts';
import { onStopRequest } from '../launcher/stop-request.ts';
import { ATTEMPTS, EXERCISES, fillClass, teacherOf } from './measures/large-class.ts';
import { percentile } from './measures/percentiles.ts';

const { values } = parseArgs({
  options: {
    learners: { type: 'string', default: '500' },
    requests: { type: 'string', default: '40' },
    record: { type: 'boolean', default: false },
  },
});
const learners = Number(values.learners);
const requests = Number(values.requests);

const dataDir = process.env.DATA_DIR ?? join(root, '.data');
const loadBefore = loadavg()[0] ?? 0;
const cleanUps = new CleanUps();
onStopRequest(() => cleanUps.run());
await mkdir(dataDir, { recursive: true });
const stateDir = await mkdtemp(join(dataDir, 'bench-'));
await cleanUps.add(() => rm(stateDir, { recursive: true, force: true }));
// Otherwise the node would build the exercises at the same time.
process.env.PREBUILD_CONTENT_DIR = join(stateDir, 'no-content');
try {
  const { url, databaseUrl, prepared } = await startStack(cleanUps, { dataDir, stateDir, port: 3850 });
  await prepared;
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  await cleanUps.add(() => database.end());
  const { cookie, cohortId } = await teacherOf(url, database);
  await fillClass(database, cohortId, learners);

  const get = (path: string) => async (): Promise<number> => {
    const response = await fetch(`${url}${path}`, { headers: { cookie } });
    const { length } = await response.text();
    if (!response.ok || length < learners * EXERCISES) throw new Error(`${path}: ${response.status}`);
    return length;
  };
  const rows = async (): Promise<number> =>
    (await database.query('SELECT learner_id, exercise, id, state, result_status, score, passed FROM run'))
      .rowCount ?? 0;
  const measured = {
    page: await timesOf(get(`/teach/${cohortId}`)),
    csv: await timesOf(get(`/teach/${cohortId}/grades.csv`)),
    rows: await timesOf(rows),
  };
  const text = resultsPage(measured);
  console.log(text);
  if (values.record) await writeFile(join(root, 'docs/results/gradebook.md'), text);
} finally {
  await cleanUps.run();
}

/** Milliseconds of each request, in ascending order. The first five are not counted. */
async function timesOf(request: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let n = -5; n < requests; n++) {
    const began = performance.now();
    await request();
    if (n >= 0) times.push(performance.now() - began);
  }
  return times;
}

function resultsPage({ page, csv, rows }: Record<'page' | 'csv' | 'rows', number[]>): string {
  const line = (what: string, times: number[]) => {
    const [median, p95] = [0.5, 0.95].map((share) => percentile(times, share));
    const ratio = median! / percentile(rows, 0.5);
    return `| ${what} | ${Math.round(median!)} | ${Math.round(p95!)} | ${ratio.toFixed(1)} |`;
  };
  return `# The gradebook of a large class

Measured with \`npm run bench:gradebook\` on ${availableParallelism()} processors (one-minute load ${loadBefore.toFixed(1)} at the start): ${learners} learners, ${EXERCISES}
assignments, ${ATTEMPTS} attempts for each, which are ${(learners * EXERCISES * ATTEMPTS).toLocaleString('en')} runs. ${requests} requests one after the other; site, database and client share
the processors. Every request computes all grades. Milliseconds; goal: 1,000 (95th percentile).

| what | median | 95th percentile | ratio to reading the rows |
|---|---|---|---|
${line('the page, complete', page)}
${line('the CSV file', csv)}
${line('only reading the rows of the runs, without the site', rows)}
`;
}
