import { readFile, writeFile } from 'node:fs/promises';
import type { ContextFile, ResultDocument, RunEvent } from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRunnerEnv, type RunnerEnv } from '../src/config/env.ts';
import { connectEngine } from '../src/engine/connect.ts';
import { openPool } from '../src/preparation/open-pool.ts';
import { executeRun, type RunRequest } from '../src/runs/run.ts';
import { cgroupFiles } from '../src/sandbox/inside/cgroup.ts';
import { processesOf } from '../src/sandbox/inside/process-table.ts';
import type { SandboxPool } from '../src/sandbox/pool.ts';
import { base, exercise, filesWith, good, service } from './tiny-service.ts';

let env: RunnerEnv;
let pool: SandboxPool;
let runs = 0;

beforeAll(async () => {
  env = readRunnerEnv({ ...process.env, SANDBOX_WARM: '0', SANDBOX_MAX: '1', SANDBOX_MEMORY_MB: '1024' });
  pool = await openPool(env, () => undefined);
});

afterAll(() => pool.close());

interface Observed {
  result: ResultDocument;
  events: RunEvent[];
  faults: unknown[];
}

async function run(
  dockerfile: string,
  changes: Partial<RunRequest> = {},
  signal: AbortSignal = new AbortController().signal,
  onEvent: (event: RunEvent) => void = () => undefined,
): Promise<Observed> {
  const events: RunEvent[] = [];
  const faults: unknown[] = [];
  runs += 1;
  const result = await executeRun(
    {
      runId: `test-${process.pid}-${runs}`,
      learnerKey: 'test-learner',
      exercise,
      files: filesWith(dockerfile),
      ...changes,
    },
    {
      pool,
      limits: env,
      signal,
      onFault: (fault) => faults.push(fault),
      onEvent: (event) => {
        events.push(event);
        onEvent(event);
      },
    },
  );
  return { result, events, faults };
}

/** Remains of a run in the learner's kept sandbox. */
async function leftovers() {
  const sandbox = await pool.acquire('test-learner');
  try {
    const engine = sandbox.engine;
    const [containers, networks, images] = await Promise.all([
      engine.listContainers({ all: true }),
      engine.listNetworks(),
      engine.listImages(),
    ]);
    return {
      containers: containers.length,
      networks: networks.filter((network) => network.Name.startsWith('run-')).length,
      images: images.flatMap((image) => image.RepoTags ?? []).filter((tag) => tag.startsWith('run-')).length,
    };
  } finally {
    await pool.release(sandbox, 'keep');
  }
}

const statusOf = (result: ResultDocument, id: string) =>
  result.checks.find((check) => check.id === id)?.status;

test('a good image is graded: built, replayed, read and run, with nothing left behind', async () => {
  const { result, events, faults } = await run(good);
  expect(faults).toEqual([]);
  expect(result).toMatchObject({ status: 'graded', passed: true, score: 100 });
  expect(result.cold?.steps.map((step) => step.line)).toEqual([1, 2, 3, 4]);
  expect(result.replay.map((replay) => [replay.scenario, replay.firstMissLine])).toEqual([
    ['no-change', undefined],
    ['edit-app', 4],
  ]);
  expect(result.image?.layers.filter((layer) => !layer.fromBase).map((layer) => layer.line)).toEqual([
    2, 3, 4,
  ]);
  const phases = events.flatMap((event) =>
    event.type === 'phase' && event.state === 'started' ? [event.phase] : [],
  );
  expect(phases).toEqual(['static', 'sandbox', 'cold-build', 'replay', 'image', 'run', 'grade']);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'log', source: 'run', text: expect.stringContaining('serving') }),
  );
  expect(events).toContainEqual(expect.objectContaining({ type: 'probe', name: 'doubles', ok: true }));
  expect(events.map((event) => event.atMs)).toEqual(
    events.map((event) => event.atMs).toSorted((a, b) => a - b),
  );
  expect(await leftovers()).toEqual({ containers: 0, networks: 0, images: 0 });
});

test('the same learner gets the cache of the previous run, even after its images were removed', async () => {
  const { result } = await run(good);
  expect(
    result.cold?.steps.filter((step) => !step.name.startsWith('FROM')).map((step) => step.cached),
  ).toEqual([true, true, true]);
});

test('a bad container is measured: root, no stop, no health, not ready when read-only', async () => {
  const stubborn = `${base}COPY app.py .\nRUN sed -i '/SIGTERM/d' app.py\nHEALTHCHECK --interval=1s --retries=1 CMD ["python", "-c", "raise SystemExit(1)"]\nCMD ["sh", "-c", "trap '' TERM; touch /var/started && python app.py & wait; sleep 60"]\n`;
  const { result, faults } = await run(stubborn);
  expect(faults).toEqual([]);
  expect(result.status).toBe('graded');
  expect(
    Object.fromEntries(
      ['root-user', 'sigterm-clean', 'health-passes', 'readonly-nonroot', 'predict-smoke'].map((id) => [
        id,
        statusOf(result, id),
      ]),
    ),
  ).toEqual({
    'root-user': 'fail',
    'sigterm-clean': 'fail',
    'health-passes': 'fail',
    'readonly-nonroot': 'fail',
    'predict-smoke': 'pass',
  });
  expect(result.checks.find(({ id }) => id === 'sigterm-clean')?.message).toContain(
    'does not handle SIGTERM',
  );
});

test.each<[name: string, check: string, status: string, message: string]>([
  [
    'waits for an answer',
    `["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=1)"]`,
    'pass',
    'its settings make the container unhealthy within',
  ],
  [
    'only checks for the open port',
    `["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 8000), timeout=1)"]`,
    'fail',
    'it does not wait for a response',
  ],
])(
  'a health check that %s, with a stopped service that is a child of PID 1',
  async (_name, check, status, message) => {
    const plan = { ...exercise.run!, unhealthyWithinMs: 12_000 };
    const rubric = {
      ...exercise.rubric,
      items: ['health-notices', 'sigterm-clean', 'predict-smoke'].map((id) => ({
        check: id,
        points: 10,
        required: false,
        options: {},
      })),
    };
    const { result, faults } = await run(
      `${base}COPY app.py .\nHEALTHCHECK --interval=1s --timeout=2s --retries=2 CMD ${check}\nCMD ["sh", "-c", "trap 'kill $!; exit' TERM; python app.py & wait"]\n`,
      { exercise: { ...exercise, run: plan, rubric } },
    );
    expect(faults).toEqual([]);
    expect(result.checks.find((one) => one.id === 'health-notices')).toMatchObject({
      status,
      message: expect.stringContaining(message),
    });
    // Afterwards the service is resumed and handles the stop signal.
    expect([statusOf(result, 'predict-smoke'), statusOf(result, 'sigterm-clean')]).toEqual(['pass', 'pass']);
  },
);

const requestsHealth = `["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=1)"]`;

test.each<[name: string, declared: string, expected: Record<string, string>, message: string]>([
  [
    'sends no request',
    '--interval=1s CMD true',
    { 'health-passes': 'fail', healthcheck: 'fail' },
    'it sends no request to the service',
  ],
  [
    'sends no request and is slow',
    '--interval=1s CMD sleep 4',
    { 'health-passes': 'fail', healthcheck: 'fail' },
    'it sends no request to the service',
  ],
  [
    'sends a request and passes whatever the answer',
    `--interval=1s CMD ["sh", "-c", "python -c \\"import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health')\\" || true"]`,
    { 'health-passes': 'fail', healthcheck: 'fail' },
    'ignores that there is no response',
  ],
  [
    'waits for an answer without its own time limit',
    `--interval=1s CMD ${requestsHealth.replace(', timeout=1', '')}`,
    { 'health-passes': 'pass', healthcheck: 'pass' },
    'fails without the service and while the service hangs',
  ],
  [
    'waits for an answer longer than necessary',
    `--interval=1s --timeout=20s CMD ${requestsHealth.replace('timeout=1', 'timeout=15')}`,
    { 'health-passes': 'pass', healthcheck: 'pass' },
    'fails without the service and while the service hangs',
  ],
  [
    'sends a request and reads no answer',
    `--interval=1s CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 8000)).sendall(b'GET /health HTTP/1.0' + bytes([13, 10, 13, 10]))"]`,
    { 'health-passes': 'fail', healthcheck: 'fail' },
    'it does not wait for a response',
  ],
  [
    'calls a missing program',
    '--interval=1s --retries=1 CMD ["curl", "-f", "http://127.0.0.1:8000/health"]',
    { 'health-passes': 'fail', healthcheck: 'pass' },
    'The health check fails',
  ],
  [
    'sends its first request after a minute',
    `--interval=60s CMD ${requestsHealth}`,
    { 'health-passes': 'fail', healthcheck: 'pass' },
    'The first health check starts 60 s after the container at the earliest',
  ],
  [
    'runs every minute, but early within a start period',
    `--interval=60s --start-period=30s --start-interval=1s CMD ${requestsHealth}`,
    { 'health-passes': 'pass', healthcheck: 'pass' },
    'The health check passes',
  ],
])('a health check that %s', async (_name, declared, expected, message) => {
  const rubric = {
    ...exercise.rubric,
    items: ['health-passes', 'healthcheck'].map((id) => ({
      check: id,
      points: 10,
      required: false,
      options: {},
    })),
  };
  const { result, faults } = await run(
    `${base}COPY app.py .\nHEALTHCHECK ${declared}\nCMD ["python", "app.py"]\n`,
    { exercise: { ...exercise, scenarios: [], rubric } },
  );
  expect(faults).toEqual([]);
  expect(Object.fromEntries(Object.keys(expected).map((id) => [id, statusOf(result, id)]))).toEqual(expected);
  expect(result.checks.find((one) => one.id === 'health-passes')?.message).toContain(message);
});

test.each([
  ['exits immediately', `${base}CMD ["python", "-c", "print('no'); raise SystemExit(3)"]\n`],
  ['cannot be started', `${base}CMD ["no-such-program"]\n`],
  [
    'listens on a different address',
    `${base}CMD ["python", "-m", "http.server", "--bind", "127.0.0.1", "8000"]\n`,
  ],
])('a container that %s is graded, not stuck', async (_name, dockerfile) => {
  const { result, faults } = await run(dockerfile, {
    exercise: { ...exercise, run: { ...exercise.run!, readyTimeoutMs: 3_000, healthyWithinMs: 3_000 } },
  });
  expect(faults).toEqual([]);
  expect(result).toMatchObject({ status: 'graded', passed: false });
  expect(statusOf(result, 'predict-smoke')).toBe('fail');
});

// A step's two streams are separate pipes, and the engine may read either first.
test.each<[string, string, Partial<ResultDocument['failure'] & object>]>([
  [
    'a command fails',
    `${base}RUN echo before; echo reason >&2; exit 7\n`,
    {
      phase: 'cold-build',
      line: 2,
      message: 'Line 2: RUN echo before; echo reason >&2; exit 7 ended with exit code 7.',
      logTail: expect.stringMatching(/^(before\nreason|reason\nbefore)\n$/),
    },
  ],
  [
    'the base is not on the shelf',
    'FROM no-such-image:9\nRUN true\n',
    {
      phase: 'cold-build',
      line: 1,
      message: expect.stringMatching(
        /^Line 1: the image no-such-image:9 is not on the shelf.*python:3\.11-slim-bookworm/,
      ),
    },
  ],
  [
    'an instruction is unknown',
    `${base}FOO bar\n`,
    { phase: 'cold-build', line: 2, message: expect.stringContaining('unknown instruction: FOO') },
  ],
  [
    'a copied file is missing',
    `${base}COPY nowhere.txt .\n`,
    { phase: 'cold-build', line: 2, message: expect.stringContaining('nowhere.txt cannot be copied') },
  ],
  [
    "a step requests the host's network",
    `${base}RUN true\nRUN --network=host true\n`,
    {
      phase: 'cold-build',
      line: 3,
      message: expect.stringContaining("a build cannot use the host's network"),
    },
  ],
  [
    'a step requests privileges',
    `${base}RUN --security=insecure true\n`,
    { phase: 'cold-build', line: 2, message: expect.stringContaining('a step cannot change its privileges') },
  ],
  [
    'a step requests a device',
    `${base}RUN --device=vendor.com/gpu=0 true\n`,
    { phase: 'cold-build', line: 2, message: expect.stringContaining('a build cannot use devices') },
  ],
])('build-failed: %s', async (_name, dockerfile, failure) => {
  const { result, faults } = await run(dockerfile);
  expect(faults).toEqual([]);
  expect(result).toMatchObject({ status: 'build-failed', passed: false, score: 0, failure });
  expect(await leftovers()).toEqual({ containers: 0, networks: 0, images: 0 });
});

test.each<[string, string, string, object]>([
  [
    'COPY of an excluded Dockerfile fails, as with docker build',
    'Dockerfile\n',
    'COPY Dockerfile /',
    {
      status: 'build-failed',
      failure: { line: 3, message: expect.stringContaining('Dockerfile cannot be copied') },
    },
  ],
  [
    'COPY of the complete context leaves an excluded Dockerfile out',
    'Dockerfile\n',
    'COPY . /in/\nRUN test -f /in/app.py && ! test -e /in/Dockerfile',
    { status: 'graded' },
  ],
  [
    'COPY of a Dockerfile that is not excluded copies the original text',
    'other\n',
    'COPY Dockerfile /\nRUN head -n 1 /Dockerfile | grep syntax=',
    { status: 'graded' },
  ],
])('%s', async (_name, dockerignore, steps, expected) => {
  const files: ContextFile[] = [
    ...filesWith(`# syntax=docker/dockerfile:1\n${base}${steps}\n`),
    { path: '.dockerignore', encoding: 'utf8', data: dockerignore, mode: 0o644 },
  ];
  const { result, faults } = await run('', { files, exercise: { ...exercise, run: undefined } });
  expect(faults).toEqual([]);
  expect(result).toMatchObject(expected);
});

test('rejected: a foreign frontend never reaches a sandbox', async () => {
  const { result, events } = await run(`# syntax=evil/frontend\n${base}`);
  expect(result).toMatchObject({ status: 'rejected', failure: { phase: 'static', line: 1 } });
  expect(events.filter((event) => event.type === 'phase').map((event) => event.phase)).toEqual([
    'static',
    'static',
  ]);
});

test('the official frontend is replaced by the built-in one', async () => {
  const { result } = await run(`# syntax=docker/dockerfile:1\n${base}RUN <<EOF\necho one\nexit 9\nEOF\n`);
  expect(result).toMatchObject({
    status: 'build-failed',
    failure: { line: 3 },
    notices: [expect.stringContaining("replaced by the engine's built-in frontend")],
  });
});

test('timed-out: a build that never ends is stopped, and the result has its line and the limit', async () => {
  const { result } = await run(`${base}RUN true\nRUN sleep 1000\n`, {
    exercise: { ...exercise, limits: { ...exercise.limits, coldBuildSeconds: 8 } },
  });
  expect(result).toMatchObject({
    status: 'timed-out',
    failure: { phase: 'cold-build', line: 3, limit: 'cold build of 8 s' },
  });
});

test('out-of-memory: a step that uses all memory is distinguished from one that fails', async () => {
  const { result } = await run(
    `${base}RUN python -c "x = bytearray(3 * 1024 ** 3); print(sum(x[::4096]))"\n`,
  );
  expect(result).toMatchObject({
    status: 'out-of-memory',
    failure: { phase: 'cold-build', line: 2, limit: 'SANDBOX_MEMORY_MB=1024' },
  });
});

test('out-of-memory: a container that uses all memory ends the run, and the result has the end of its output', async () => {
  const { result, faults } = await run(
    `${base}CMD ["python", "-uc", "print('loading the model'); x = bytearray(3 * 1024 ** 3)"]\n`,
  );
  expect(faults).toEqual([]);
  expect(result).toMatchObject({
    status: 'out-of-memory',
    failure: { phase: 'run', limit: 'SANDBOX_MEMORY_MB=1024', logTail: 'loading the model\n' },
  });
  expect(pool.stats().busy).toBe(0);
});

test('the peak memory of a service’s processes is measured, even after they have freed it', async () => {
  const mib = 1024 * 1024;
  // 200 MiB touched and freed in the service, 100 MiB held by a process it starts.
  const hungry = `import os, time\nif os.fork() == 0:\n    held = b"x" * (100 * ${mib})\n    time.sleep(600)\ntouched = b"x" * (200 * ${mib})\ndel touched\n${service}`;
  const files = filesWith(good).map((file) => (file.path === 'app.py' ? { ...file, data: hungry } : file));
  const { result, faults } = await run(good, { files });
  expect(faults).toEqual([]);
  const peak = result.checks
    .find((check) => check.id === 'predict-smoke')
    ?.evidence.find((item) => item.unit === 'bytes')?.value;
  // Two interpreters with their modules are about 50 MiB; each page they share counts twice.
  expect(Number(peak) / mib).toBeGreaterThan(300);
  expect(Number(peak) / mib).toBeLessThan(360);
});

/** Uses all memory with many processes that are each smaller than the engine. */
const manySmall = `import os, time
while True:
    if os.fork() == 0:
        held = b"x" * (24 << 20)
        time.sleep(600)
`;

/** Makes the kernel kill the engine first when memory runs out. */
async function makeEngineTheVictim(): Promise<void> {
  const sandbox = await pool.acquire('test-learner');
  const { State } = await connectEngine(env.DOCKER_SOCKET)
    .getContainer(`dfm-sandbox-${sandbox.id}`)
    .inspect();
  const table = await readFile(`/proc/${State.Pid}/cgroup`, 'utf8');
  const all = await processesOf(cgroupFiles(table)?.procs ?? '');
  const names = await Promise.all(all.map(({ pid }) => readFile(`/proc/${pid}/comm`, 'utf8')));
  const engine = all[names.indexOf('dockerd\n')];
  await writeFile(`/proc/${engine?.pid}/oom_score_adj`, '1000');
  await pool.release(sandbox, 'keep');
}

test.each<[string, string]>([
  ['a step', `${base}COPY hog.py .\nRUN python hog.py\n`],
  ['the container', `${base}COPY hog.py .\nCMD ["python", "hog.py"]\n`],
])('out-of-memory: %s uses all memory and the kernel kills the engine', async (_name, dockerfile) => {
  await makeEngineTheVictim();
  const { result, faults } = await run(dockerfile, {
    files: [...filesWith(dockerfile), { path: 'hog.py', encoding: 'utf8', data: manySmall, mode: 0o644 }],
  });
  expect(faults).toEqual([]);
  expect(result).toMatchObject({
    status: 'out-of-memory',
    failure: { limit: 'SANDBOX_MEMORY_MB=1024', message: expect.stringContaining('1024 MiB') },
  });
});

test('the limit is reported for a container that starts processes endlessly', async () => {
  const bomb =
    'import os, time\nwhile True:\n    try:\n        if os.fork() == 0: time.sleep(600)\n    except OSError: time.sleep(1)\n';
  const { result, faults } = await run('', {
    files: [
      ...filesWith(`${base}COPY bomb.py .\nCMD ["python", "bomb.py"]\n`),
      { path: 'bomb.py', encoding: 'utf8', data: bomb, mode: 0o644 },
    ],
    exercise: { ...exercise, run: { ...exercise.run!, readyTimeoutMs: 3_000, healthyWithinMs: 3_000 } },
  });
  expect(faults).toEqual([]);
  expect([...result.notices, result.failure?.message].join()).toContain(
    'its limit of 1024 processes and threads',
  );
  expect(result.passed).toBe(false);
});

test('a build that continues after a process ran out of memory is graded', async () => {
  const { result, faults } = await run(
    `${base}RUN python -c "x = bytearray(3 * 1024 ** 3)" || true\n${good.slice(base.length)}`,
  );
  expect(faults).toEqual([]);
  expect(result).toMatchObject({ status: 'graded' });
});

test('cancelled in the middle of a build: the run ends with the reason, and the next one works', async () => {
  const cancel = new AbortController();
  const cancelled = run(`${base}RUN echo started && sleep 1000\n`, {}, cancel.signal, (event) => {
    if (event.type === 'log') cancel.abort(new Error('the learner cancelled'));
  });
  await expect(cancelled).rejects.toThrow('the learner cancelled');
  expect(pool.stats().busy).toBe(0);
  expect(await leftovers()).toEqual({ containers: 0, networks: 0, images: 0 });
});

test('data hidden in a cache mount during practice does not help in the run that counts', async () => {
  const mount = 'RUN --mount=type=cache,id=own,target=/own';
  expect(
    (await run(good.replace('RUN echo once', `${mount} echo answer > /own/answer; echo once`))).result.passed,
  ).toBe(true);
  const cheat = good.replace('RUN echo once', `${mount} cat /own/answer && echo once`);
  expect((await run(cheat)).result).toMatchObject({ status: 'graded', passed: true });
  // Like the site’s confirmation run: with a key that has no kept sandbox.
  const { result } = await run(cheat, { learnerKey: 'the-run-that-counts', sandboxAfter: 'discard' });
  expect(result).toMatchObject({ status: 'build-failed', failure: { line: 3 } });
  expect(
    (await run(good, { learnerKey: 'the-run-that-counts', sandboxAfter: 'discard' })).result.passed,
  ).toBe(true);
});

test('a flood of output is cut at the limit, and this process’s memory does not grow much', async () => {
  let text = 0;
  let maxGrowth = 0;
  const before = process.memoryUsage().rss;
  const { result } = await run(
    `${base}RUN head -c 300000000 /dev/zero | tr '\\0' 'x' | fold -w 100; exit 1\n`,
    {},
    undefined,
    (event) => {
      if (event.type === 'log') text += event.text.length;
      maxGrowth = Math.max(maxGrowth, process.memoryUsage().rss - before);
    },
  );
  expect(result.status).toBe('build-failed');
  expect(text).toBeLessThan(256 * 1024 + 200);
  expect(result.failure?.logTail?.length).toBeLessThanOrEqual(4 * 1024);
  expect(maxGrowth).toBeLessThan(100 * 1024 * 1024);
});

test('a platform fault is reported as ours: status infrastructure, with the cause only for the operator', async () => {
  const lost: SandboxPool = { ...pool, acquire: () => Promise.reject(new Error('secret host detail')) };
  const faults: unknown[] = [];
  const result = await executeRun(
    { runId: 'test-lost', learnerKey: 'x', exercise, files: filesWith(good) },
    {
      pool: lost,
      limits: env,
      signal: new AbortController().signal,
      onEvent: () => undefined,
      onFault: (fault) => faults.push(fault),
    },
  );
  expect(result).toMatchObject({ status: 'infrastructure', passed: false, failure: { phase: 'sandbox' } });
  expect(JSON.stringify(result)).not.toContain('secret host detail');
  expect(faults).toMatchObject([{ message: 'secret host detail' }]);
});
