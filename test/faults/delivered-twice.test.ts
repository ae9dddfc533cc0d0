import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visitor, RUNNER_TOKEN, newLearner } from '../site/site.ts';
import { FaultBed } from './fault-bed.ts';
import { note } from './fault-record.ts';
import { openFaultSite } from './fault-site.ts';
import type { RunnerProcess } from './runner-process.ts';

let bed: FaultBed;
let runners: RunnerProcess[];
let learner: Visitor;

beforeAll(async () => {
  bed = new FaultBed(await openFaultSite());
  await bed.prepare();
  runners = ['one', 'two'].map((name) => bed.runner(name, { SANDBOX_MAX: '1' }));
  await Promise.all(runners.map((runner) => runner.waitForLog('runner ready')));
  learner = await newLearner();
});
afterAll(() => bed.close());

test('a run given to two runners at once is graded once, by the later claim', async (context) => {
  let forged = false;
  bed.site.watch = async (call) => {
    if (call.claimed !== undefined && !forged) {
      forged = true;
      // Simulates that the run is given out twice: the site forgets that it gave it out.
      await bed.site.query(
        `UPDATE run SET state = 'queued', claimed_by = NULL, heartbeat_at = NULL WHERE id = $1`,
        [call.claimed.runId],
      );
      await bed.site.query(`SELECT pg_notify('run_queued', '')`);
    }
    return 'continue';
  };
  const started = performance.now();
  const runId = await bed.submit(learner);
  expect((await bed.verdict(learner, runId)).status).toBe('graded');
  const seconds = (performance.now() - started) / 1_000;
  // The other runner learns that the run is no longer its own, and drops it.
  const leaks = await bed.leaks(runners);
  const dropped = () =>
    runners.filter((runner) =>
      runner.lines.some((line) => line.includes('run dropped') && line.includes(runId)),
    ).length;
  await expect.poll(dropped).toBe(1);
  const { grades, fence } = await bed.record(runId);
  note(context, {
    case: 44,
    what: 'a run given to two runners at once',
    tries: 1,
    grades,
    leaks,
    seconds: [seconds],
  });
  expect({ grades, fence, leaks }).toEqual({ grades: 1, fence: 2, leaks: 0 });
});

test('a result sent twice at once is stored once', async (context) => {
  const answers: number[] = [];
  let sentAgain: Promise<unknown> | undefined;
  const endpoint = (runId: string) => `${bed.site.url}/api/runner/runs/${runId}/result`;
  const started = performance.now();
  bed.site.watch = async (call) => {
    // Repeats the same call while the first is in progress. Only the first is handled by this branch.
    if (call.kind === 'result' && !call.answered && sentAgain === undefined) {
      sentAgain = fetch(endpoint(call.runId ?? ''), {
        method: 'POST',
        headers: { authorization: `Bearer ${RUNNER_TOKEN}`, 'content-type': 'application/json' },
        body: call.body,
      });
    }
    if (call.kind === 'result' && call.status !== undefined) answers.push(call.status);
    return 'continue';
  };
  const runId = await bed.submit(learner);
  await bed.verdict(learner, runId);
  await sentAgain;
  await expect.poll(() => answers.toSorted((a, b) => a - b)).toEqual([204, 409]);
  const leaks = await bed.leaks(runners);
  const { grades } = await bed.record(runId);
  note(context, {
    case: 44,
    what: 'a result sent twice at once',
    tries: 1,
    grades,
    leaks,
    seconds: [(performance.now() - started) / 1_000],
  });
  expect({ grades, leaks }).toEqual({ grades: 1, leaks: 0 });
});
