import type { ResultDocument, RunEvent } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { executeRun } from '../src/runs/run.ts';
import { breakStarts } from './break-starts.ts';
import { oneSandbox } from './one-sandbox.ts';
import { base, exercise, filesWith, good } from './tiny-service.ts';

const sandboxes = oneSandbox();
let runs = 0;

/**
 * Runs a submission in an engine that starts `sound` containers, fails to start the next `broken` ones, and
 * starts all others.
 */
async function run(
  dockerfile: string,
  sound = 0,
  broken = 0,
): Promise<{ result: ResultDocument; events: RunEvent[]; faults: unknown[] }> {
  const sandbox = await sandboxes.pool.acquire('test-learner');
  await breakStarts(sandboxes.env, sandbox, sound, broken).finally(() =>
    sandboxes.pool.release(sandbox, 'keep'),
  );
  const events: RunEvent[] = [];
  const faults: unknown[] = [];
  runs += 1;
  const result = await executeRun(
    {
      runId: `start-${process.pid}-${runs}`,
      learnerKey: 'test-learner',
      exercise,
      files: filesWith(dockerfile),
    },
    {
      pool: sandboxes.pool,
      limits: sandboxes.env,
      signal: new AbortController().signal,
      onFault: (fault) => faults.push(fault),
      onEvent: (event) => events.push(event),
    },
  );
  return { result, events, faults };
}

const repeated = (line: number) =>
  `Line ${line} failed because of an error in our runner, so we tried again.`;
const restarted = 'The container could not be started because of an error in our runner, so we tried again.';

test('a build step that the engine failed to start once: the run is graded completely, and each step has its real duration', async () => {
  const { result, events, faults } = await run(
    good.replace('COPY', 'RUN echo twice > twice.txt\nCOPY'),
    1,
    1,
  );
  expect(faults).toEqual([]);
  expect(result).toMatchObject({
    status: 'graded',
    passed: true,
    score: 100,
    notices: expect.arrayContaining([repeated(4)]),
  });
  const [, , once, twice, copy] = result.cold?.steps ?? [];
  expect([once, twice, copy]).toMatchObject([
    { line: 3, cached: false },
    { line: 4, cached: false },
    { line: 5, cached: false },
  ]);
  expect(Math.min(...[once, twice].map((step) => step?.ms ?? 0))).toBeGreaterThan(0);
  const states = (line: number) =>
    events.flatMap((event) =>
      event.type === 'step' && event.build === 'cold' && event.line === line ? [event.state] : [],
    );
  expect([states(3), states(4)]).toEqual([
    ['running', 'ran'],
    ['running', 'failed', 'running', 'ran'],
  ]);
});

test('a build step that the engine failed to start twice: the platform is to blame, and the operator gets runc’s message', async () => {
  const { result, faults } = await run(`${base}RUN echo first\nRUN echo second\n`, 1, 2);
  expect(result).toMatchObject({
    status: 'infrastructure',
    failure: {
      phase: 'cold-build',
      message: expect.stringContaining('our fault, and this run is not counted'),
    },
  });
  expect(faults).toMatchObject([
    { code: 'sandbox-failed', message: expect.stringContaining('read init-p: connection reset by peer') },
  ]);
});

test('a container that the engine failed to start once is retried', async () => {
  expect((await run(good)).result).toMatchObject({ status: 'graded' });
  const { result, faults } = await run(good, 0, 1);
  expect(faults).toEqual([]);
  expect(result).toMatchObject({
    status: 'graded',
    passed: true,
    score: 100,
    notices: expect.arrayContaining([restarted]),
  });
});

test('a container that the engine repeatedly fails to start: the platform is to blame', async () => {
  expect((await run(good)).result).toMatchObject({ status: 'graded' });
  const { result, faults } = await run(good, 0, 100);
  expect(result).toMatchObject({
    status: 'infrastructure',
    failure: { message: expect.stringContaining('our fault, and this run is not counted') },
  });
  expect(faults).toMatchObject([{ code: 'sandbox-failed' }]);
});

const failedStart =
  'runc run failed: unable to start container process: waiting for init preliminary setup: read init-p: connection reset by peer';
const mark =
  'did not complete successfully: /usr/local/lib/sandbox/build-runc did not terminate successfully: exit status -1';

test.each<[name: string, dockerfile: string, line: number, message: string]>([
  [
    'a step that prints the message of a failed start',
    `${base}RUN echo '${failedStart}' >&2; exit 1\n`,
    2,
    'ended with exit code 1.',
  ],
  [
    'a step that imitates BuildKit’s message',
    `${base}RUN echo '" ${mark}' >&2; exit 1\n`,
    2,
    'ended with exit code 1.',
  ],
  [
    'a step that kills all visible processes',
    `${base}RUN kill -KILL -1; kill -KILL $$; exit 1\n`,
    2,
    'ended with exit code',
  ],
  [
    'a missing program',
    `${base}RUN ["nosuch"]\n`,
    2,
    'could not be started: exec: "nosuch": executable file not found in $PATH.',
  ],
  [
    'a program whose name imitates a failed start',
    `${base}RUN ["${failedStart}"]\n`,
    2,
    'could not be started: exec: ',
  ],
  [
    'a user who does not exist',
    `${base}USER lena\nRUN true\n`,
    3,
    'could not be started: unable to find user lena: no matching entries in passwd file.',
  ],
  [
    'no shell in the image',
    'FROM scratch\nCOPY app.py .\nRUN true\n',
    3,
    'could not be started: exec: "/bin/sh": stat /bin/sh: no such file or directory.',
  ],
  [
    'an image that breaks runc’s mounts',
    `${base}RUN rm -rf /sys && touch /sys\nRUN true\n`,
    3,
    'could not be started: ',
  ],
])('%s is the learner’s failure', async (_name, dockerfile, line, message) => {
  const { result, faults } = await run(dockerfile);
  expect(faults).toEqual([]);
  expect(result).toMatchObject({
    status: 'build-failed',
    failure: { line, message: expect.stringContaining(message) },
  });
  expect(result.notices.join()).not.toContain('an error in our runner');
});
