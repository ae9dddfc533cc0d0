import {
  exerciseSchema,
  type CheckResult,
  type ContextFile,
  type ResultDocument,
  type RunEvent,
} from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRunnerEnv, type RunnerEnv } from '../src/config/env.ts';
import { openPool } from '../src/preparation/open-pool.ts';
import { canaryOf } from '../src/runs/run-secrets.ts';
import { executeRun } from '../src/runs/run.ts';
import type { SandboxPool } from '../src/sandbox/pool.ts';

const exercise = exerciseSchema.parse({
  version: 1,
  slug: 'tiny',
  title: 'Tiny',
  summary: 'Steps that get a secret',
  difficulty: 1,
  minutes: 1,
  editable: ['Dockerfile'],
  secrets: ['pip_token'],
  limits: { coldBuildSeconds: 120 },
  rubric: { items: [{ check: 'secret-mount-leaked', points: 10 }] },
  wrong: ['a', 'b', 'c'].map((id) => ({ id, title: id, caughtBy: ['builds'] })),
});

const learnerKey = 'keeps-secrets';
const base = 'FROM python:3.11-slim-bookworm';
const mount = 'RUN --mount=type=secret,id=pip_token';
const path = '/run/secrets/pip_token';

let env: RunnerEnv;
let pool: SandboxPool;
/** The value of `pip_token` in every run here. All runs have the same learner, and so the same sandbox. */
let canary: string;
let runs = 0;

beforeAll(async () => {
  env = readRunnerEnv({ ...process.env, SANDBOX_WARM: '0', SANDBOX_MAX: '1', SANDBOX_MEMORY_MB: '1024' });
  pool = await openPool(env, () => undefined);
  const sandbox = await pool.acquire(learnerKey);
  canary = canaryOf(sandbox, 'pip_token');
  await pool.release(sandbox, 'keep');
});

afterAll(() => pool.close());

interface Observed {
  result: ResultDocument;
  check: CheckResult | undefined;
  log: string;
}

/** Runs a Dockerfile, and verifies that neither the result nor the events contain the secret. */
async function run(lines: string[], changed: Partial<typeof exercise> = {}): Promise<Observed> {
  runs += 1;
  const events: RunEvent[] = [];
  const file: ContextFile = { path: 'Dockerfile', encoding: 'utf8', data: lines.join('\n'), mode: 0o644 };
  const result = await executeRun(
    {
      runId: `secrets-${process.pid}-${runs}`,
      learnerKey,
      exercise: { ...exercise, ...changed },
      files: [file],
    },
    {
      pool,
      limits: env,
      signal: new AbortController().signal,
      onEvent: (event) => events.push(event),
      onFault: (fault) => console.error(fault),
    },
  );
  expect(JSON.stringify([result, events.filter((event) => event.type !== 'finding')])).not.toContain(canary);
  const log = events.map((event) => (event.type === 'log' ? event.text : '')).join('');
  return { result, check: result.checks.find(({ id }) => id === 'secret-mount-leaked'), log };
}

const hits = (check: CheckResult | undefined) =>
  check?.evidence
    .filter(({ label }) => !label.includes(', in the build'))
    .map(({ label, value }) => `${label}: ${value}`);

test.each<[name: string, lines: string[], line: number | undefined, found: string[]]>([
  ['copied into a file', [base, `${mount} cp ${path} /root/.pypirc`], 2, ['pip_token: /root/.pypirc']],
  [
    'inside a larger file',
    [base, `${mount} printf 'machine a login b password %s\\n' "$(cat ${path})" > /root/.netrc`],
    2,
    ['pip_token: /root/.netrc'],
  ],
  [
    'removed in a later RUN',
    [base, `${mount} cp ${path} /root/.pypirc`, 'RUN rm /root/.pypirc'],
    2,
    ['pip_token: /root/.pypirc'],
  ],
  [
    'as base64',
    [base, `${mount} printf 'user:%s' "$(cat ${path})" | base64 > /auth`],
    2,
    ['pip_token as base64: /auth'],
  ],
  [
    'as hexadecimal',
    [base, `${mount} python -c "print(open('${path}').read().encode().hex())" > /auth`],
    2,
    ['pip_token in hexadecimal: /auth'],
  ],
  [
    'in a binary file',
    [
      base,
      `${mount} python -c "open('/state.bin','wb').write(bytes(2000000) + open('${path}','rb').read())"`,
    ],
    2,
    ['pip_token: /state.bin'],
  ],
  ['as the name of a file', [base, `${mount} touch "/tmp/$(cat ${path})"`], 2, ['pip_token: /tmp/(hidden)']],
  [
    "in git's settings",
    [
      base,
      'RUN true',
      `${mount} python -c "open('/root/.gitconfig','w').write('[http]\\n\\textraheader = ' + open('${path}').read())"`,
    ],
    3,
    ['pip_token: /root/.gitconfig'],
  ],
  [
    'copied out of a build stage',
    [`${base} AS build`, `${mount} cp ${path} /out`, base, 'COPY --from=build /out /out'],
    4,
    ['pip_token: /out'],
  ],
])('%s: found at its line', async (_name, lines, line, found) => {
  const { check } = await run(lines);
  expect(check).toMatchObject({ status: 'fail', points: 0, line });
  expect(hits(check)).toEqual(found);
});

// A mounted secret cannot get into the configuration by itself, but a learner may copy its value into the
// Dockerfile.
test('in the environment, a label, the command, and the history with and without a layer', async () => {
  const { check } = await run([
    base,
    `${mount} test -s ${path}`,
    `ENV TOKEN=${canary}`,
    `LABEL note=${canary}`,
    `ARG T=${canary}`,
    'RUN true',
    `CMD ["serve", "${canary}"]`,
  ]);
  expect(check).toMatchObject({ status: 'fail', line: 3 });
  expect(hits(check)).toEqual([
    '1. pip_token: the environment variable TOKEN',
    '2. pip_token: the label note',
    '3. pip_token: the start command',
    '4. pip_token: the build history',
    '5. pip_token: the build history',
  ]);
});

test.each<[name: string, lines: string[], message: string]>([
  [
    'used where it is mounted',
    [base, `${mount} python -c "assert len(open('${path}').read()) == 30"`],
    'The build used each secret',
  ],
  [
    'written and removed in one RUN',
    [base, `${mount} cp ${path} /root/.pypirc && test -s /root/.pypirc && rm /root/.pypirc`],
    'The build used each secret',
  ],
  [
    'mounted at a different path',
    [base, 'RUN --mount=type=secret,id=pip_token,target=/root/.netrc,required=true test -s /root/.netrc'],
    'The build used each secret',
  ],
  [
    'in a stage that is not shipped',
    [
      `${base} AS build`,
      `${mount} cp ${path} /secret && echo wheel > /out`,
      base,
      'COPY --from=build /out /out',
    ],
    'Line 2 writes one to a file in a build stage',
  ],
])('%s: nothing in the image', async (_name, lines, message) => {
  const { check } = await run(lines);
  expect(check).toMatchObject({ status: 'pass', points: 10, message: expect.stringContaining(message) });
});

test('a second build from the cache still leaks and still counts as using the secret', async () => {
  const lines = [base, `RUN echo ${runs} > /own`, `${mount} cp ${path} /root/.pypirc`];
  const first = await run(lines);
  const second = await run(lines);
  expect(first.result.cold?.steps.map(({ cached }) => cached)).toContain(false);
  expect(second.result.cold?.steps.filter(({ line }) => line !== 1).map(({ cached }) => cached)).toEqual([
    true,
    true,
  ]);
  for (const { check } of [first, second]) {
    expect(check).toMatchObject({ status: 'fail', line: 3 });
    expect(check?.evidence).toContainEqual({
      label: 'pip_token, in the build',
      value: 'used',
      wanted: 'used',
      unit: 'text',
    });
  }
});

test('a secret that no step uses fails, even if an earlier attempt used it', async () => {
  const { check } = await run([base, `RUN test ! -e ${path}`]);
  expect(check).toMatchObject({ status: 'fail', message: 'The build did not use the secret pip_token.' });
});

test('a printed secret is hidden in the log and reported, even if the step is cached', async () => {
  const lines = [
    base,
    `RUN echo ${runs} > /own`,
    `${mount} echo "token: $(cat ${path})"; cat ${path} | base64`,
  ];
  const [first, second] = [await run(lines), await run(lines)];
  expect(first.log).toContain('token: (hidden)');
  expect(first.log).not.toContain(Buffer.from(canary).toString('base64').slice(0, 20));
  expect(second.log).not.toContain('token:');
  for (const { check } of [first, second])
    expect(check).toMatchObject({
      status: 'warn',
      line: 3,
      message: expect.stringContaining('a step printed it'),
    });
});

test('a failed build shows the secret neither in its message nor at the end of its log', async () => {
  const { result } = await run([base, `${mount} cat ${path}; exit 3`]);
  expect(result).toMatchObject({ status: 'build-failed', failure: { line: 2, logTail: '(hidden)' } });
});

test.each<[name: string, line: string, expected: object]>([
  [
    'that is required fails as it does with docker build',
    'RUN --mount=type=secret,id=nobody,required=true true',
    {
      status: 'build-failed',
      failure: { line: 2, message: expect.stringMatching(/secret nobody: not found/) },
    },
  ],
  [
    'that is not required is missing',
    'RUN --mount=type=secret,id=nobody test ! -e /run/secrets/nobody',
    { status: 'graded' },
  ],
])('a secret with a different ID %s', async (_name, line, expected) => {
  const { result } = await run([base, line]);
  expect(result).toMatchObject(expected);
});

test('the sandbox’s engine rejects a mount that sets a variable, because it is older than that syntax', async () => {
  const { result } = await run([
    base,
    'RUN --mount=type=secret,id=pip_token,env=PIP_TOKEN test -n "$PIP_TOKEN"',
  ]);
  expect(result).toMatchObject({
    status: 'build-failed',
    failure: {
      line: 2,
      message:
        'Line 2: the engine of this sandbox is too old for env= in a secret mount. Remove env= and read the file: "$(cat /run/secrets/pip_token)".',
    },
  });
});

test('an exercise without secrets provides none to the build and measures none', async () => {
  const { result, check } = await run([base, `${mount} test ! -e ${path}`], { secrets: [] });
  expect(result.status).toBe('graded');
  expect(check).toMatchObject({ status: 'skipped' });
});
