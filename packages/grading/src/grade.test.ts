import { resultDocumentSchema } from '@dfm/contracts';
import type { Rubric } from '@dfm/contracts';
import { describe, expect, test } from 'vitest';
import type {
  Evidence,
  FrozenCheck,
  HealthObservation,
  ReplayTrace,
  SecretHit,
} from './evidence/evidence.ts';
import { grade } from './grade.ts';
import { file } from './testing/layer-entry.ts';
import {
  wasteful,
  frugal,
  exercise,
  item,
  replay,
  job,
  wastefulSteps,
  observed,
  evidenceOf,
} from './testing/sample-run.ts';
import { ungraded } from './ungraded.ts';

const rest = {
  timings: { totalMs: 1 },
  engine: { version: '26.1.5', stampedAt: '2026-01-01T00:00:00Z' },
  notices: [],
};
const gradeOf = (items: Rubric['items'], evidence = evidenceOf(wasteful)) =>
  grade({ exercise: exercise(items), evidence, ...rest });
const result = (items: Rubric['items'], evidence?: Evidence) =>
  gradeOf(items, evidence).checks.find((check) => check.id === items[0]!.check)!;

test.each([
  ['simulated', { simulated: true, cudaAvailable: false }, { score: 80, passed: true }],
  ['real', { simulated: false, cudaAvailable: true }, { score: 100, passed: true }],
  ['real, and not used', { simulated: false, cudaAvailable: false }, { score: 80, passed: false }],
])('a required check that needs a GPU, and the GPU is %s', (_, { simulated, cudaAvailable }, expected) => {
  const gpu = {
    device: simulated ? 'Simulated GPU' : 'NVIDIA A10G',
    capability: '8.6',
    driver: '550.54.14',
    simulated,
    driverInside: { usable: true, error: undefined },
    framework: {
      name: 'XGBoost',
      version: '3.0.5',
      cuda: '12.8',
      cudaAvailable,
      archList: [],
      error: undefined,
    },
  };
  const items = [item('cuda-usable', 20, { required: true }), item('predict-smoke', 70)];
  expect(gradeOf(items, evidenceOf(wasteful, { gpu }))).toMatchObject(expected);
});

test('a full verdict: axes, order, headline, replay bytes and image, and a valid document', () => {
  const document = gradeOf([
    item('predict-smoke', 20),
    item('metadata-copy', 10),
    item('edit-keeps-deps', 20, { required: true }),
    item('size-budget', 20, { options: { maxMb: 26 } }),
  ]);
  expect(resultDocumentSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(
    JSON.parse(JSON.stringify(document)),
  );
  expect(document.axes).toEqual({
    build: { score: 10, max: 10 },
    size: { score: 10, max: 30 },
    cache: { score: 0, max: 20 },
    security: { score: 0, max: 0 },
    runtime: { score: 20, max: 20 },
  });
  expect(document.score).toBe(50);
  expect(document.passed).toBe(false);
  expect(
    document.checks
      .filter((check) => check.maxPoints > 0)
      .map((check) => `${check.id} ${check.status} ${check.points}/${check.maxPoints} ${check.line}`),
  ).toEqual([
    'edit-keeps-deps fail 0/20 3',
    'size-budget fail 10/20 4',
    'metadata-copy fail 0/10 5',
    'builds pass 10/10 undefined',
    'predict-smoke pass 20/20 undefined',
  ]);
  expect(document.headline).toBe(
    'Builds, starts and responds. An edit of serve.py reinstalls the packages (9.0 s, 30 MB to push again): line 3.',
  );
  const edit = document.replay.find((one) => one.scenario === 'edit')!;
  expect(edit.firstMissLine).toBe(3);
  expect(edit.steps.map((step) => `${step.line} ${step.cached} ${step.bytes}`)).toEqual([
    '1 false 0',
    '2 true 0',
    '3 false 2000000',
    '4 false 30000000',
    '5 false 2000000',
  ]);
  expect(document.checks.find((check) => check.id === 'edit-keeps-deps')!.next).toBe(
    'Line 3: copy only the list of packages here, and serve.py below the install on line 4.',
  );
  expect(document.image).toMatchObject({
    totalBytes: 39e6,
    liveBytes: 37e6,
    wastedBytes: 2e6,
    baseBytes: 5e6,
  });
  expect(
    document.image!.layers.map((layer) => [layer.line, layer.instruction, layer.bytes, layer.wastedBytes]),
  ).toEqual([
    [undefined, 'FROM', 5e6, 0],
    [2, 'WORKDIR', 0, 0],
    [3, 'COPY', 2e6, 2e6],
    [4, 'RUN', 30e6, 0],
    [5, 'RUN', 2e6, 0],
  ]);
  expect(document.cold!.steps.map((step) => step.bytes)).toEqual([0, 0, 2e6, 30e6, 2e6]);
});

/** The wasteful build after an edit, stopped while pip ran a second time. */
const stoppedEdit = (): ReplayTrace => {
  const { steps, ...edited } = replay('edit', wastefulSteps(false), []);
  const step = (line: number) => steps.find((one) => one.line === line)!;
  return {
    ...edited,
    totalMs: 700,
    layers: [],
    steps: [step(1), { ...step(3), ms: 12 }, { ...step(2), cached: true }],
    unfinished: [{ ...step(4), ms: 400 }],
  };
};

test.each([
  [
    'pickle-load',
    'torch.load("m.pt")',
    'torch.load without weights_only=True runs any code in the file: app.py, line 2.',
  ],
  [
    'dataloader-shm',
    'DataLoader(d, num_workers=4)',
    'A worker ran out of shared memory: Bus error (core dumped): app.py, line 2.',
  ],
])('the headline names the file that the line of %s is in', (check, call, expected) => {
  const text = `import torch\n${call}`;
  const evidence = evidenceOf('FROM python:3.11\nWORKDIR /a\n\nRUN true\nCOPY . .', {
    context: { files: [{ path: 'app.py', bytes: text.length, text }], totalBytesBefore: 1, dockerignore: '' },
  });
  evidence.run!.normal.logTail = 'Bus error (core dumped)';
  const document = gradeOf([item(check, 10)], evidence);
  expect(document.headline).toContain(expected);
  expect(document.checks.find(({ id }) => id === check)).toMatchObject({ path: 'app.py', line: 2 });
});

test('a stopped replay gives the same verdict, with the durations of the first build', () => {
  const items = [item('edit-keeps-deps', 20, { required: true }), item('full-rebuild-cached', 5)];
  const complete = gradeOf(items);
  const evidence = evidenceOf(wasteful);
  const document = gradeOf(items, { ...evidence, replays: [stoppedEdit(), ...evidence.replays!.slice(1)] });
  const summary = ({ score, passed, checks }: typeof document) => ({
    score,
    passed,
    checks: checks.map(({ id, status, points, line, next }) => ({ id, status, points, line, next })),
  });
  expect(summary(document)).toEqual(summary(complete));
  expect(document.checks.find(({ id }) => id === 'edit-keeps-deps')).toMatchObject({
    message: 'An edit of serve.py reinstalls the packages (9.0 s and 30 MB in the first build).',
    edits: [
      { title: 'Edit the code', ms: 9_000, bytes: 30e6, measuredIn: 'first-build' },
      { title: 'Add a package', ok: true },
    ],
  });
  const edit = document.replay.find(({ scenario }) => scenario === 'edit')!;
  expect(edit).toMatchObject({ totalMs: 700, firstMissLine: 3, stopped: { repeatsMs: 9_050 } });
  expect(
    edit.steps.map(({ line, cached, ms, bytes, firstBuildMs }) => [line, cached, ms, bytes, firstBuildMs]),
  ).toEqual([
    [1, false, 0, 0, undefined],
    [2, true, 10, 0, undefined],
    [3, false, 12, 0, undefined],
    [4, false, 400, 0, 9_000],
    [5, false, 0, 0, 50],
  ]);
  expect(resultDocumentSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(
    JSON.parse(JSON.stringify(document)),
  );
});

test('a stopped replay of an edit that the image does not need counts every step that runs again', () => {
  const original = exercise([item('full-rebuild-cached', 10)]);
  const scenarios = original.scenarios.map((scenario) =>
    scenario.id === 'edit' ? { ...scenario, expects: 'all-cached' as const } : scenario,
  );
  const evidence = evidenceOf(wasteful);
  const judged = (replays: ReplayTrace[]) =>
    grade({ exercise: { ...original, scenarios }, evidence: { ...evidence, replays }, ...rest }).checks.find(
      ({ id }) => id === 'full-rebuild-cached',
    )!;
  const complete = judged(evidence.replays!);
  expect(judged([stoppedEdit(), ...evidence.replays!.slice(1)])).toEqual({
    ...complete,
    evidence: [{ ...complete.evidence[0], label: 'Steps that run again' }],
  });
});

test('the size of a release is not reported for a stopped replay', () => {
  expect(
    result([item('release-size', 10, { options: { maxMb: { edit: 1 } } })], {
      ...evidenceOf(wasteful),
      replays: [stoppedEdit()],
    }),
  ).toMatchObject({ status: 'skipped' });
});

test('the same evidence gives the same document', () => {
  const items = [item('predict-smoke', 20), item('edit-keeps-deps', 20)];
  expect(JSON.stringify(gradeOf(items))).toBe(JSON.stringify(gradeOf(items)));
});

test('an install that ran although no file was edited names what changed and blames the line that declares it', () => {
  const original = exercise([item('edit-keeps-deps', 10)]);
  const scenarios = original.scenarios.map((scenario) =>
    scenario.id === 'edit'
      ? { ...scenario, title: 'The next commit', edits: [], buildArgs: { GIT_SHA: '2' } }
      : scenario,
  );
  const evidence = evidenceOf(wasteful.replace('WORKDIR /srv', 'ARG GIT_SHA'));
  evidence.replays![0]!.steps.find(({ line }) => line === 3)!.cached = true;
  const document = grade({ exercise: { ...original, scenarios }, evidence, ...rest });
  expect(document.checks.find(({ id }) => id === 'edit-keeps-deps')).toMatchObject({
    status: 'fail',
    line: 2,
    message: 'A new value of GIT_SHA reinstalls the packages (9.0 s, 30 MB to push again).',
    next: 'Line 2: move ARG GIT_SHA, and what uses it, below the install on line 4. Every RUN below an ARG runs again when its value changes.',
  });
});

test('an edit of a file that the image does not need is reported as such', () => {
  const original = exercise([item('full-rebuild-cached', 10)]);
  const scenarios = original.scenarios.map((scenario) =>
    scenario.id === 'edit' ? { ...scenario, expects: 'all-cached' as const } : scenario,
  );
  const document = grade({ exercise: { ...original, scenarios }, evidence: evidenceOf(wasteful), ...rest });
  expect(document.checks.find(({ id }) => id === 'full-rebuild-cached')).toMatchObject({
    status: 'fail',
    points: 5,
    line: 3,
    message: '"Edit the code" changes no file that the image needs, but COPY . . ran again.',
  });
});

/**
 * A run whose image has a health check. By default, it passes, fails without the service, and fails after 2 s
 * while the service is stopped.
 */
const health =
  (
    seen: Partial<HealthObservation>,
    frozen?: Partial<FrozenCheck> | 'ended',
    passedAlone: boolean | undefined = false,
  ) =>
  (evidence: Evidence) => {
    evidence.image!.config.healthcheck = ['CMD', 'check'];
    evidence.run!.normal.health = {
      declared: true,
      status: 'healthy',
      firstCheckMs: 2_000,
      dueMs: 4_000,
      lastOutput: '',
      ...seen,
    };
    if (frozen !== 'ended')
      evidence.run!.normal.frozen = { passed: false, checkMs: 2_000, slowestMs: 12_000, ...frozen };
    evidence.run!.normal.passedAlone = passedAlone;
  };
const noResponse = {
  status: 'fail',
  points: 0,
  message: 'The health check also passes while the service hangs: it does not wait for a response.',
};
const sendsNoRequest = {
  status: 'fail',
  points: 0,
  message:
    'The health check also passes in a container in which the service was never started: it sends no request to the service, or ignores that there is no response.',
};

test.each<{ name: string; items: Rubric['items']; change: (evidence: Evidence) => void; expected: object }>([
  {
    name: 'a suggestion, if the exercise is strict about it',
    items: [item('base-digest', 10, { options: { strict: true } })],
    change: () => {},
    expected: { status: 'fail', severity: 'warning', points: 0, line: 1 },
  },
  {
    name: 'near miss: a suggestion, if it is not',
    items: [item('base-digest', 10)],
    change: () => {},
    expected: { status: 'warn', severity: 'info', points: 5 },
  },
  {
    name: 'rules of other tools: those of the findings',
    items: [item('healthcheck', 10)],
    change: () => {},
    expected: {
      status: 'fail',
      line: 1,
      also: ['DL3057', 'DS-0026', 'CKV_DOCKER_2', 'CIS-DI-0006', 'kics:healthcheck-instruction-missing'],
    },
  },
  {
    name: 'rules of other tools: none without a finding in the text',
    items: [item('base-tag', 10, { options: { mustName: ['alpine'] } })],
    change: () => {},
    expected: { status: 'fail', also: [] },
  },
  {
    name: 'rules of other tools: all of the check if nothing was found',
    items: [item('base-tag', 10)],
    change: () => {},
    expected: { status: 'pass', also: expect.arrayContaining(['DL3006', 'DL3007']) },
  },
  {
    name: 'rules of other tools: all for a check that only measures',
    items: [item('setuid-files', 10)],
    change: (e) => e.image!.layers[1]!.entries.push(file('srv/x', 1, { mode: 0o4755 })),
    expected: { status: 'fail', also: ['CIS-DI-0008'] },
  },
  {
    name: 'builds: a step failed',
    items: [item('builds', 10)],
    change: (e) => (e.cold!.steps[1]!.error = 'exit code: 1'),
    expected: { status: 'fail', line: 4 },
  },
  {
    name: 'metadata-copy: near miss, under the limit',
    items: [item('metadata-copy', 10, { options: { maxMb: 2 } })],
    change: () => {},
    expected: { status: 'pass' },
  },
  {
    name: 'bytes-overwritten: new content',
    items: [item('bytes-overwritten', 10)],
    change: (e) => (e.image!.layers[4]!.entries = [file('srv/model.npz', 3e6)]),
    expected: {
      status: 'fail',
      line: 5,
      message: '2.0 MB are in the image twice, because a later layer overwrites /srv/model.npz.',
    },
  },
  {
    name: 'bytes-overwritten: near miss, only the owner is new',
    items: [item('bytes-overwritten', 10)],
    change: () => {},
    expected: { status: 'pass' },
  },
  {
    name: 'bytes-overwritten: near miss, the base overwrote its own file',
    items: [item('bytes-overwritten', 10)],
    change: (e) => ((e.image!.baseLayers = 5), (e.image!.layers[4]!.entries = [file('srv/model.npz', 3e6)])),
    expected: { status: 'pass' },
  },
  {
    name: "bytes-overwritten: near miss, the package manager's state",
    items: [item('bytes-overwritten', 10)],
    change: (e) => (
      e.image!.layers[0]!.entries.push(file('var/cache/debconf/templates.dat', 2e6)),
      e.image!.layers[3]!.entries.push(file('var/cache/debconf/templates.dat', 3e6))
    ),
    expected: { status: 'pass' },
  },
  {
    name: 'bytes-overwritten: package lists are not state',
    items: [item('bytes-overwritten', 10)],
    change: (e) => (
      e.image!.layers[2]!.entries.push(file('var/lib/apt/lists/a_Packages', 2e6)),
      e.image!.layers[3]!.entries.push(file('var/lib/apt/lists/a_Packages', 3e6))
    ),
    expected: { status: 'fail', line: 4 },
  },
  {
    name: 'bytes-deleted-late: a whiteout',
    items: [item('bytes-deleted-late', 10)],
    change: (e) => (e.image!.layers[4]!.entries = [file('srv/.wh.model.npz', 0)]),
    expected: { status: 'fail', line: 5 },
  },
  {
    name: 'bytes-deleted-late: near miss, created and deleted in one layer',
    items: [item('bytes-deleted-late', 10)],
    change: (e) => (e.image!.layers[2]!.entries = [file('srv/.wh.model.npz', 0)]),
    expected: { status: 'pass' },
  },
  {
    name: 'size-budget: at the budget',
    items: [item('size-budget', 10, { options: { maxMb: 39 } })],
    change: () => {},
    expected: { status: 'pass', points: 10, message: 'The image has 39 MB, within the budget of 39 MB.' },
  },
  {
    name: 'size-budget: near miss, slightly below the budget',
    items: [item('size-budget', 10, { options: { maxMb: 39.1 } })],
    change: () => {},
    expected: { status: 'pass', message: 'The image has 39 MB, within the budget of 39.1 MB.' },
  },
  {
    name: 'size-budget: slightly over',
    items: [item('size-budget', 10, { options: { maxMb: 38.9 } })],
    change: () => {},
    expected: { status: 'fail', message: 'The image has 39 MB, but the budget is 38.9 MB.' },
  },
  {
    name: 'size-budget: 50% over',
    items: [item('size-budget', 10, { options: { maxMb: 26 } })],
    change: () => {},
    expected: { status: 'fail', points: 5, line: 4 },
  },
  {
    name: 'size-budget: own bytes only',
    items: [item('size-budget', 10, { options: { maxOwnMb: 34 } })],
    change: () => {},
    expected: { status: 'pass' },
  },
  {
    name: 'size-budget: the base alone is too large',
    items: [item('size-budget', 10, { options: { maxMb: 4 } })],
    change: () => {},
    expected: { status: 'fail', points: 0, line: undefined },
  },
  {
    name: 'size-budget: the base alone is slightly too large',
    items: [item('size-budget', 10, { options: { maxMb: 4.98 } })],
    change: () => {},
    expected: { status: 'fail', next: 'The base image alone has 5 MB. Choose a smaller one.' },
  },
  {
    name: 'size-budget: no verdict without a budget',
    items: [item('size-budget', 10)],
    change: () => {},
    expected: { status: 'skipped', points: 0 },
  },
  {
    name: 'secret-in-layer: in a layer',
    items: [item('secret-in-layer', 10)],
    change: (e) =>
      e.image!.secrets.push({ rule: 'hugging-face-token', where: 'layer', layer: 2, path: 'srv/.env' }),
    expected: {
      status: 'fail',
      line: 3,
      message: 'The image contains a secret (hugging-face-token) in /srv/.env.',
    },
  },
  {
    name: 'secret-in-layer: in the environment',
    items: [item('secret-in-layer', 10)],
    change: (e) => e.image!.secrets.push({ rule: 'github-token', where: 'env' }),
    expected: { status: 'fail', message: 'The image contains a secret (github-token) in the environment.' },
  },
  {
    name: 'secret-in-layer: none',
    items: [item('secret-in-layer', 10)],
    change: () => {},
    expected: { status: 'pass' },
  },
  {
    name: 'missing-native-lib: names the library and its package',
    items: [item('missing-native-lib', 10)],
    change: (e) =>
      e.image!.missingLibraries.push({
        path: 'usr/local/lib/python3.11/site-packages/n.so',
        needs: ['libgomp.so.1'],
      }),
    expected: { status: 'fail', line: 4, next: 'Install libgomp1 with apt-get in the final stage.' },
  },
  {
    name: 'missing-native-lib: none',
    items: [item('missing-native-lib', 10)],
    change: () => {},
    expected: { status: 'pass' },
  },
  {
    name: 'weights-in-layer: over the limit',
    items: [item('weights-in-layer', 10)],
    change: (e) => e.image!.layers[2]!.entries.push(file('srv/model.safetensors', 11e6)),
    expected: { status: 'fail', line: 3 },
  },
  {
    name: 'weights-in-layer: deleted later still counts',
    items: [item('weights-in-layer', 10)],
    change: (e) => (
      e.image!.layers[2]!.entries.push(file('srv/model.pt', 11e6)),
      e.image!.layers[4]!.entries.push(file('srv/.wh.model.pt', 0))
    ),
    expected: { status: 'fail' },
  },
  {
    name: 'weights-in-layer: near miss, a small pickle',
    items: [item('weights-in-layer', 10)],
    change: (e) => e.image!.layers[2]!.entries.push(file('srv/model.joblib', 9e6)),
    expected: { status: 'pass' },
  },
  {
    name: 'weights-in-layer: near miss, allowed by path',
    items: [item('weights-in-layer', 10, { options: { allow: ['srv/**/*.pt'] } })],
    change: (e) => e.image!.layers[2]!.entries.push(file('srv/a/b/model.pt', 11e6)),
    expected: { status: 'pass' },
  },
  {
    name: 'weights-in-layer: near miss, of a library',
    items: [item('weights-in-layer', 10)],
    change: (e) => e.image!.layers[3]!.entries.push(file('usr/lib/python3/site-packages/x/tests/a.h5', 11e6)),
    expected: { status: 'pass' },
  },
  {
    name: 'weights-in-layer: near miss, of the base',
    items: [item('weights-in-layer', 10)],
    change: (e) => e.image!.layers[0]!.entries.push(file('opt/m.onnx', 11e6)),
    expected: { status: 'pass' },
  },
  {
    name: 'context-too-large: slightly below the limit',
    items: [item('context-too-large', 10)],
    change: (e) => e.context.files.push({ path: 'data.csv', bytes: 19_990_000, text: undefined }),
    expected: { status: 'pass', message: 'The build context has 19.99 MB, within the limit of 20 MB.' },
  },
  {
    name: 'runs-to-end: every start succeeded',
    items: [item('runs-to-end', 10)],
    change: job([true, 1_200], [true, 2_400]),
    expected: {
      status: 'pass',
      points: 10,
      message: 'The job exited by itself with code 0 after at most 2.4 s and reported the expected result.',
    },
  },
  {
    name: 'runs-to-end: near miss, one of two failed',
    items: [item('runs-to-end', 10)],
    change: job([true, 1_200], [false, 90]),
    expected: { status: 'fail', points: 5, message: '"start 2" failed: it exited with code 1.' },
  },
  {
    name: 'runs-to-end: a service, not a job',
    items: [item('runs-to-end', 10)],
    change: () => {},
    expected: { status: 'skipped', points: 0 },
  },
  {
    name: 'health-passes: healthy',
    items: [item('health-passes', 10)],
    change: health({}),
    expected: { status: 'pass', points: 10 },
  },
  {
    name: 'health-passes: healthy, but sends no request',
    items: [item('health-passes', 10)],
    change: health({}, { passed: true, checkMs: 50 }, true),
    expected: sendsNoRequest,
  },
  {
    name: 'health-passes: ignores a missing response',
    items: [item('health-passes', 10)],
    change: health({}, { checkMs: undefined }, true),
    expected: sendsNoRequest,
  },
  {
    name: 'health-passes: does not wait for a response',
    items: [item('health-passes', 10)],
    change: health({}, { passed: true }),
    expected: noResponse,
  },
  {
    name: 'health-passes: near miss, it still waits for a response',
    items: [item('health-passes', 10)],
    change: health({}, { checkMs: undefined }),
    expected: { status: 'pass' },
  },
  {
    name: 'health-passes: healthy, but the container exited before the check was tested',
    items: [item('health-passes', 10)],
    change: health({}, 'ended'),
    expected: { status: 'fail', points: 0 },
  },
  {
    name: 'health-passes: reports the output',
    items: [item('health-passes', 10)],
    change: health({ status: 'unhealthy', lastOutput: '\u001b[31m/bin/sh: 1: curl: not found\u001b[0m\n\n' }),
    expected: { status: 'fail', message: 'The health check fails: /bin/sh: 1: curl: not found' },
  },
  {
    name: 'health-passes: near miss, still starting',
    items: [item('health-passes', 10)],
    change: health({ status: 'starting' }),
    expected: { status: 'fail' },
  },
  {
    name: 'health-passes: the first check is too late, although it was healthy',
    items: [item('health-passes', 10)],
    change: health({ firstCheckMs: 20_001, dueMs: 20_001 }),
    expected: {
      status: 'fail',
      message:
        'The first health check starts 20.001 s after the container at the earliest, but the container must be healthy within 20 s.',
    },
  },
  {
    name: 'health-passes: near miss, just in time',
    items: [item('health-passes', 10)],
    change: health({ firstCheckMs: 20_000, dueMs: 20_000 }),
    expected: { status: 'pass' },
  },
  {
    name: 'health-passes: the first check after the service is ready is too late',
    items: [item('health-passes', 10)],
    change: health({ status: 'starting', firstCheckMs: 15_000, dueMs: 30_000 }),
    expected: {
      status: 'fail',
      message:
        'The first health check after the service is ready starts 30 s after the container at the earliest, but the container must be healthy within 20 s.',
    },
  },
  {
    name: 'health-passes: none declared',
    items: [item('health-passes', 10)],
    change: () => {},
    expected: { status: 'fail' },
  },
  {
    name: 'health-notices: fails when stopped, early enough',
    items: [item('health-notices', 10)],
    change: health({}, { slowestMs: 20_000 }),
    expected: {
      status: 'pass',
      message:
        'When the service hangs, the health check fails, and its settings make the container unhealthy within 20 s.',
    },
  },
  {
    name: 'health-notices: near miss, its settings allow slightly more time',
    items: [item('health-notices', 10)],
    change: health({}, { slowestMs: 20_001 }),
    expected: {
      status: 'fail',
      message:
        'When the service hangs, its container may still be reported as healthy for 20.001 s, but the limit is 20 s.',
      next: expect.stringContaining(
        'retries × (interval + the time a check takes to fail, at most its timeout)',
      ),
    },
  },
  {
    name: 'health-notices: passes although the service is stopped',
    items: [item('health-notices', 10)],
    change: health({}, { passed: true }),
    expected: noResponse,
  },
  {
    name: 'health-notices: near miss, never healthy',
    items: [item('health-notices', 10)],
    change: health({ status: 'unhealthy' }),
    expected: { status: 'skipped', points: 0 },
  },
  {
    name: 'healthcheck: declared, and sends a request',
    items: [item('healthcheck', 10)],
    change: health({}),
    expected: { status: 'pass', points: 10 },
  },
  {
    name: 'healthcheck: declared, but sends no request',
    items: [item('healthcheck', 10)],
    change: health({}, 'ended', true),
    expected: sendsNoRequest,
  },
  {
    name: 'healthcheck: declared, but does not wait for a response',
    items: [item('healthcheck', 10)],
    change: health({}, { passed: true }),
    expected: noResponse,
  },
  {
    name: 'healthcheck: near miss, sends a request and gets no response',
    items: [item('healthcheck', 10)],
    change: health({ status: 'unhealthy' }),
    expected: { status: 'pass' },
  },
  {
    name: 'healthcheck: declared, but could not be tested',
    items: [item('healthcheck', 10)],
    change: (e) => (e.image!.config.healthcheck = ['CMD', 'check']),
    expected: { status: 'skipped', points: 0 },
  },
  {
    name: 'healthcheck: declared, and nothing is started',
    items: [item('healthcheck', 10)],
    change: (e) => ((e.image!.config.healthcheck = ['CMD', 'check']), (e.run = undefined)),
    expected: { status: 'pass' },
  },
  {
    name: 'healthcheck: none',
    items: [item('healthcheck', 10)],
    change: () => {},
    expected: { status: 'fail', points: 0 },
  },
  {
    name: 'release-size: nothing new',
    items: [item('release-size', 10, { options: { maxMb: { same: 0 } } })],
    change: () => {},
    expected: { status: 'pass' },
  },
  {
    name: 'release-size: near miss, exactly the limit',
    items: [item('release-size', 10, { options: { maxMb: { edit: 34 } } })],
    change: () => {},
    expected: { status: 'pass' },
  },
  {
    name: 'release-size: more, reported on the largest line',
    items: [item('release-size', 10, { options: { maxMb: { edit: 33, same: 0 } } })],
    change: () => {},
    expected: { status: 'fail', line: 4, points: 5 },
  },
  {
    name: 'release-size: slightly more',
    items: [item('release-size', 10, { options: { maxMb: { edit: 33.9 } } })],
    change: () => {},
    expected: { status: 'fail', message: expect.stringContaining('pulls 34 MB, but the limit is 33.9 MB.') },
  },
  {
    name: 'release-size: slightly less than the minimum',
    items: [item('release-size', 10, { options: { maxMb: { edit: 40 }, minMb: { edit: 34.1 } } })],
    change: () => {},
    expected: {
      status: 'fail',
      message: expect.stringContaining('only 34 MB are new'),
      evidence: [expect.objectContaining({ wanted: 'at least 34.1 MB' })],
    },
  },
  {
    name: 'release-size: less than the minimum',
    items: [item('release-size', 10, { options: { maxMb: { same: 5 }, minMb: { same: 1 } } })],
    change: () => {},
    expected: { status: 'fail', points: 0 },
  },
  {
    name: 'release-size: a scenario that was not built',
    items: [item('release-size', 10, { options: { maxMb: { nowhere: 5 } } })],
    change: () => {},
    expected: { status: 'skipped' },
  },
  {
    name: 'sigterm-clean: graceful',
    items: [item('sigterm-clean', 10)],
    change: () => {},
    expected: { status: 'pass' },
  },
  {
    name: 'sigterm-clean: graceful, work finished',
    items: [item('sigterm-clean', 10)],
    change: (e) => (e.run!.normal.shutdown = { ok: true, message: 'it saved' }),
    expected: {
      status: 'pass',
      message: 'The container exited 300 ms after SIGTERM, and the service finished its work: it saved.',
    },
  },
  {
    name: 'sigterm-clean: near miss, exited in time without finishing, whatever it printed',
    items: [item('sigterm-clean', 10)],
    change: (e) => (
      (e.run!.normal.shutdown = { ok: false, message: 'it left no file' }),
      (e.run!.normal.logTail = 'state saved\n')
    ),
    expected: {
      status: 'fail',
      message:
        'The container exited 300 ms after SIGTERM, but the service did not finish its work: it left no file.',
    },
  },
  {
    name: 'sigterm-clean: killed',
    items: [item('sigterm-clean', 10)],
    change: (e) => (e.run!.normal.stop = { signalled: true, graceful: false, ms: 8000, exitCode: 137 }),
    expected: { status: 'fail' },
  },
  {
    name: 'sigterm-clean: killed, with a custom stop signal',
    items: [item('sigterm-clean', 10)],
    change: (e) => (
      (e.run!.normal.stop = { signalled: true, graceful: false, ms: 8000, exitCode: 137 }),
      (e.dockerfile = `${wasteful}STOPSIGNAL SIGQUIT\n`)
    ),
    expected: {
      status: 'fail',
      line: 7,
      message: 'The container did not exit after SIGQUIT and was killed after 8.0 s.',
      next: 'Line 7 makes Docker send SIGQUIT instead of SIGTERM. Remove that line, unless the service handles this signal.',
    },
  },
  {
    name: 'sigterm-clean: near miss, the default signal given explicitly',
    items: [item('sigterm-clean', 10)],
    change: (e) => (
      (e.run!.normal.stop = { signalled: true, graceful: false, ms: 8000, exitCode: 137 }),
      (e.dockerfile = `${wasteful}STOPSIGNAL SIGTERM\n`)
    ),
    expected: { status: 'fail', line: undefined, next: expect.stringMatching(/^Use the exec form/) },
  },
  {
    name: 'sigterm-clean: killed immediately, because process 1 does not handle the signal',
    items: [item('sigterm-clean', 10)],
    change: (e) =>
      (e.run!.normal.stop = { signalled: true, graceful: false, ms: 200, exitCode: 137, unhandled: true }),
    expected: {
      status: 'fail',
      message: expect.stringContaining(
        'Process 1 in the container does not handle SIGTERM, so the kernel drops the signal.',
      ),
      evidence: [{ label: 'Process 1', value: 'does not handle SIGTERM', unit: 'text' }],
    },
  },
  {
    name: 'sigterm-clean: near miss, process 1 does not handle the signal before it is ready',
    items: [item('sigterm-clean', 10)],
    change: (e) => (
      (e.run!.normal.stop = { signalled: true, graceful: false, ms: 200, exitCode: 137, unhandled: true }),
      (e.run!.normal.ready = false)
    ),
    expected: {
      status: 'fail',
      message: expect.stringMatching(/^Process 1 in the container did not handle SIGTERM yet, because/),
      next: 'First make the service ready. Most servers handle the signal from then on.',
    },
  },
  {
    name: 'sigterm-clean: exited before the stop',
    items: [item('sigterm-clean', 10)],
    change: (e) => ((e.run!.normal.stop = undefined), (e.run!.normal.exitCode = 1)),
    expected: { status: 'fail' },
  },
  {
    name: 'readonly-nonroot: answers',
    items: [item('readonly-nonroot', 10)],
    change: () => {},
    expected: { status: 'pass' },
  },
  {
    name: 'readonly-nonroot: does not start',
    items: [item('readonly-nonroot', 10)],
    change: (e) =>
      (e.run!.hardened = observed({ ready: false, logTail: 'x\nOSError: [Errno 30] Read-only file system' })),
    expected: {
      status: 'fail',
      message:
        'With a read-only filesystem and a different user id, the service does not start: OSError: [Errno 30] Read-only file system',
    },
  },
  {
    name: 'readonly-nonroot: near miss, starts but does not respond',
    items: [item('readonly-nonroot', 10)],
    change: (e) => (e.run!.hardened.probes[0]!.ok = false),
    expected: { status: 'fail' },
  },
  {
    name: 'predict-smoke: wrong response',
    items: [item('predict-smoke', 10)],
    change: (e) =>
      (e.run!.normal.probes[0] = {
        ...e.run!.normal.probes[0]!,
        ok: false,
        status: 500,
        message: 'status 500',
      }),
    expected: { status: 'fail', message: '"predict" did not get the expected response: status 500' },
  },
  {
    name: 'predict-smoke: never ready',
    items: [item('predict-smoke', 10)],
    change: (e) =>
      (e.run!.normal = { ...e.run!.normal, ready: false, exitCode: 3, logTail: 'No module named serve' }),
    expected: {
      status: 'fail',
      message: 'The container exited with code 3 before it was ready: No module named serve',
    },
  },
  {
    name: 'predict-smoke: never ready, and the last line is a warning from pip',
    items: [item('predict-smoke', 10)],
    change: (e) =>
      (e.run!.normal = {
        ...e.run!.normal,
        ready: false,
        exitCode: 1,
        logTail:
          'ERROR: No matching distribution found for x\nWARNING: There was an error checking the latest version of pip.\n',
      }),
    expected: {
      status: 'fail',
      message:
        'The container exited with code 1 before it was ready: ERROR: No matching distribution found for x',
    },
  },
  {
    name: 'predict-smoke: near miss, never ready, and only a warning',
    items: [item('predict-smoke', 10)],
    change: (e) =>
      (e.run!.normal = { ...e.run!.normal, ready: false, exitCode: 1, logTail: 'WARNING: no model\n' }),
    expected: {
      status: 'fail',
      message: 'The container exited with code 1 before it was ready: WARNING: no model',
    },
  },
  {
    name: 'predict-smoke: reports the measured memory',
    items: [item('predict-smoke', 10)],
    change: () => undefined,
    expected: {
      status: 'pass',
      evidence: [
        { label: 'Ready after', value: 800, unit: 'ms' },
        { label: 'Peak memory of the processes', value: 91e6, unit: 'bytes' },
        expect.anything(),
      ],
    },
  },
  {
    name: 'predict-smoke: reports no memory if it was not measured',
    items: [item('predict-smoke', 10)],
    change: (e) => (e.run!.normal.peakResidentBytes = undefined),
    expected: {
      status: 'pass',
      evidence: [expect.anything(), { label: 'predict', value: 200, unit: 'text', wanted: 200 }],
    },
  },
  {
    name: 'predict-smoke: no request to send',
    items: [item('predict-smoke', 10)],
    change: (e) => (e.run!.normal.probes = []),
    expected: { status: 'skipped' },
  },
  {
    name: 'full-rebuild-cached: everything cached except FROM',
    items: [item('full-rebuild-cached', 10)],
    change: () => {},
    expected: { status: 'pass' },
  },
  {
    name: 'full-rebuild-cached: one step ran',
    items: [item('full-rebuild-cached', 10)],
    change: (e) => (e.replays![1]!.steps[1]!.cached = false),
    expected: { status: 'fail', line: 4 },
  },
  {
    name: 'edit-keeps-deps: cached, and run when the list changes',
    items: [item('edit-keeps-deps', 10)],
    change: (e) => (e.replays![0]!.steps[1]!.cached = true),
    expected: { status: 'pass', points: 10 },
  },
  {
    name: 'edit-keeps-deps: near miss, cached although the list changed',
    items: [item('edit-keeps-deps', 10)],
    change: (e) => ((e.replays![0]!.steps[1]!.cached = true), (e.replays![2]!.steps[1]!.cached = true)),
    expected: { status: 'fail', points: 0, line: 4 },
  },
  {
    name: 'edit-keeps-deps: no install',
    items: [item('edit-keeps-deps', 10)],
    change: (e) => (e.dockerfile = 'FROM x\nCOPY . .\n'),
    expected: { status: 'skipped', points: 0 },
  },
])('$name', ({ items, change, expected }) => {
  const evidence = evidenceOf(wasteful);
  change(evidence);
  expect(result(items, evidence)).toMatchObject(expected);
});

test('passing needs the score and every required check', () => {
  expect(gradeOf([item('predict-smoke', 20, { required: true })]).passed).toBe(true);
  expect(gradeOf([item('predict-smoke', 90), item('health-passes', 1, { required: true })])).toMatchObject({
    score: 99,
    passed: false,
  });
  expect(gradeOf([item('predict-smoke', 10), item('health-passes', 10)])).toMatchObject({
    score: 67,
    passed: false,
  });
});

test('the build axis gets its item only if the rubric has none', () => {
  expect(gradeOf([item('predict-smoke', 20, { axis: 'build' })]).axes.build).toEqual({ score: 20, max: 20 });
  expect(gradeOf([item('predict-smoke', 20)]).axes.build).toEqual({ score: 10, max: 10 });
});

test('a check outside the rubric warns and costs no points', () => {
  const document = gradeOf([item('predict-smoke', 20)]);
  expect(document.score).toBe(100);
  expect(document.checks.find((check) => check.id === 'metadata-copy')).toMatchObject({
    status: 'warn',
    points: 0,
    maxPoints: 0,
    line: 5,
  });
  expect(document.checks.find((check) => check.id === 'size-budget')).toBeUndefined();
});

test('a rubric that names a check that does not exist is a mistake by the author', () => {
  expect(() => gradeOf([item('no-such-check', 1)])).toThrow('no-such-check');
  expect(() => gradeOf([item('size-budget', 1, { options: { maxMb: 'big' } })])).toThrow('maxMb');
});

test('without its evidence, a check is skipped, never passed', () => {
  const bare = evidenceOf(frugal, { cold: undefined, replays: undefined, image: undefined, run: undefined });
  const ids = [
    'bytes-deleted-late',
    'bytes-overwritten',
    'metadata-copy',
    'size-budget',
    'secret-in-layer',
    'missing-native-lib',
    'weights-in-layer',
    'health-passes',
    'health-notices',
    'sigterm-clean',
    'readonly-nonroot',
    'predict-smoke',
    'edit-keeps-deps',
    'full-rebuild-cached',
    'builds',
  ];
  for (const id of ids)
    expect(result([item(id, 1, { options: id === 'size-budget' ? { maxMb: 1 } : {} })], bare)).toMatchObject({
      id,
      status: 'skipped',
      points: 0,
    });
});

test('ungraded: the failure comes first, no check passes, and the build failure has its line', () => {
  const document = ungraded({
    exercise: exercise([item('predict-smoke', 20), item('edit-keeps-deps', 20)]),
    status: 'build-failed',
    failure: { phase: 'cold-build', line: 4, message: 'Line 4: pip install ended with exit code 1.' },
    evidence: { dockerfile: wasteful, context: { files: [], totalBytesBefore: 0, dockerignore: '.git' } },
    timings: { totalMs: 1 },
  });
  expect(resultDocumentSchema.safeParse(JSON.parse(JSON.stringify(document))).success).toBe(true);
  expect(document).toMatchObject({
    status: 'build-failed',
    passed: false,
    score: 0,
    headline: 'Does not build. Line 4: pip install ended with exit code 1.',
  });
  expect(document.axes).toMatchObject({
    build: { score: 0, max: 10 },
    cache: { score: 0, max: 20 },
    runtime: { score: 0, max: 20 },
  });
  expect(document.checks[0]).toMatchObject({ id: 'builds', status: 'fail', line: 4 });
  expect(document.checks.filter((check) => check.status === 'pass')).toEqual([]);
  expect(new Set(document.checks.map((check) => check.id)).size).toBe(document.checks.length);
});

test.each([
  ['a missing target is a failed build', 'build-failed', 'fail'],
  ['near miss: replays that took too long', 'timed-out', 'skipped'],
] as const)('ungraded during the replay: %s', (_name, status, builds) => {
  const document = ungraded({
    exercise: exercise([item('predict-smoke', 20)]),
    status,
    failure: { phase: 'replay', message: 'There is no stage solar.' },
    timings: { totalMs: 1 },
  });
  expect(document.checks.find(({ id }) => id === 'builds')).toMatchObject({ status: builds });
});

test('ungraded because the runner failed: no check is blamed', () => {
  const document = ungraded({
    exercise: exercise([item('predict-smoke', 20)]),
    status: 'infrastructure',
    failure: { phase: 'sandbox', message: 'The engine was lost.' },
    timings: { totalMs: 1 },
  });
  expect(document.checks.map((check) => check.status)).toEqual(['skipped', 'skipped']);
  expect(document.headline).toBe('Our runner failed; this run is not counted. The engine was lost.');
});

describe('a secret disqualifies', () => {
  const hit = (more: Partial<SecretHit> = {}): SecretHit => ({
    rule: 'aws-access-key-id',
    where: 'layer',
    layer: 2,
    path: 'srv/key',
    ...more,
  });
  const withHit = (secret: SecretHit, text = wasteful) => {
    const evidence = evidenceOf(text);
    evidence.image!.secrets = [secret];
    evidence.image!.layers[2]!.entries.push(file('srv/key', 20));
    evidence.image!.layers[4]!.entries.push(file('srv/.wh.key', 0));
    return evidence;
  };
  const verdict = (evidence: Evidence, items = [item('predict-smoke', 20)]) => gradeOf(items, evidence);
  const failed = ({ checks }: ReturnType<typeof grade>) =>
    checks.filter(({ required, status }) => required && status === 'fail').map(({ id }) => id);

  test('in a layer, although the rubric does not include it and a later layer deletes it: listed first, with the reason', () => {
    const document = verdict(withHit(hit()));
    expect(document).toMatchObject({ score: 100, passed: false });
    expect(document.checks[0]).toMatchObject({
      id: 'secret-in-layer',
      status: 'fail',
      required: true,
      points: 0,
      maxPoints: 0,
      line: 3,
    });
    expect(document.checks[0]!.message).toBe(
      'The image contains a secret (aws-access-key-id) in /srv/key. Line 5 deletes the file, which is too late: the layer of line 3 is still part of the image.',
    );
    expect(document.headline).toBe(
      'Builds, starts and responds. The image contains a secret (aws-access-key-id) in /srv/key: line 3.',
    );
  });

  test('enough points from the rest of the rubric do not compensate for it', () => {
    const document = verdict(withHit(hit()), [item('predict-smoke', 98), item('secret-in-layer', 2)]);
    expect(document).toMatchObject({ score: 98, passed: false });
    expect(failed(document)).toEqual(['secret-in-layer']);
  });

  test('it cannot be ignored by a comment', () => {
    const document = verdict(
      withHit(hit(), wasteful.replace('COPY . .', '# dfm ignore=secret-in-layer a test key\nCOPY . .')),
    );
    expect(failed(document)).toEqual(['secret-in-layer']);
    expect(document.ignored).toBeUndefined();
    expect(document.notices).toEqual([expect.stringMatching(/^Line 3: .*secret-in-layer has no effect/u)]);
  });

  const env =
    (...entries: string[]) =>
    (e: Evidence) =>
      void (e.image!.config.env = entries);
  const history = (createdBy: string) => (e: Evidence) =>
    void e.image!.config.history.push({ createdBy, emptyLayer: true });
  test.each<[name: string, text: string, change: (e: Evidence) => void, ids: string[]]>([
    [
      'a token in ENV, by its form',
      `${wasteful}ENV A=x\n`,
      (e) => (e.image!.secrets = [hit({ where: 'env', name: 'A', layer: undefined })]),
      ['secret-in-history', 'secret-in-layer'],
    ],
    [
      'a value of ENV, by its name',
      `${wasteful}ENV API_TOKEN=q7Vd2mZr9KxTfL4s\n`,
      env('API_TOKEN=q7Vd2mZr9KxTfL4s'),
      ['secret-arg-env'],
    ],
    [
      'a default of ARG, in the history',
      wasteful.replace('COPY', 'ARG API_TOKEN=q7Vd2mZr9KxTfL4s\nCOPY'),
      history('RUN |1 API_TOKEN=q7Vd2mZr9KxTfL4s /bin/sh -c x'),
      ['secret-arg-env'],
    ],
    [
      'a token in the history',
      wasteful,
      (e) => (e.image!.secrets = [hit({ where: 'history', layer: 3, path: undefined })]),
      ['secret-in-history', 'secret-in-layer'],
    ],
    [
      'the password of a URL in a RUN',
      `${wasteful}RUN git clone https://build:s3cr3t-word@git.example/x\n`,
      () => {},
      ['secret-in-history'],
    ],
    [
      'near miss: an ARG without a value',
      wasteful.replace('COPY', 'ARG API_TOKEN\nCOPY'),
      history('ARG API_TOKEN'),
      [],
    ],
    [
      'near miss: a placeholder',
      `${wasteful}ENV API_TOKEN=changeme-please\n`,
      env('API_TOKEN=changeme-please'),
      [],
    ],
    ['near miss: a value too short for a secret', `${wasteful}ENV CACHE_KEY=v1\n`, env('CACHE_KEY=v1'), []],
    ['near miss: a variable of the base', wasteful, env('API_TOKEN=q7Vd2mZr9KxTfL4s'), []],
    [
      'near miss: a token in a variable of the base',
      wasteful,
      (e) => (e.image!.secrets = [hit({ where: 'env', name: 'A', layer: undefined })]),
      [],
    ],
    [
      'near miss: a token that a package publishes',
      wasteful,
      (e) =>
        (e.image!.secrets = [
          hit({
            path: 'usr/local/lib/python3.11/site-packages/transformers/testing_utils.py',
            inPackage: true,
          }),
        ]),
      [],
    ],
    [
      'near miss: a token in the history of the base',
      wasteful,
      (e) => (e.image!.secrets = [hit({ where: 'history', layer: 0, path: undefined })]),
      [],
    ],
    [
      'near miss: the user and password of an example',
      `${wasteful}RUN psql postgres://user:pass@db/x\n`,
      () => {},
      [],
    ],
    [
      'near miss: a value for one command, as Django needs it to collect static files',
      `${wasteful}RUN SECRET_KEY=for-the-build ./manage.py collectstatic\n`,
      () => {},
      [],
    ],
  ])('%s', (_, text, change, ids) => {
    const evidence = evidenceOf(text);
    change(evidence);
    const document = verdict(evidence);
    expect(failed(document).toSorted()).toEqual(ids);
    expect(document.passed).toBe(ids.length === 0);
  });

  test('a build secret in the image disqualifies, an unused one does not', () => {
    const evidence = evidenceOf(wasteful, {
      buildSecrets: [{ id: 'hub', asked: false, printed: undefined }],
    });
    evidence.image!.canaries = [];
    expect(failed(verdict(evidence))).toEqual([]);
    evidence.image!.canaries = [{ secret: 'hub', form: 'plain', where: 'layer', layer: 2, path: 'srv/key' }];
    expect(failed(verdict(evidence))).toEqual(['secret-mount-leaked']);
  });
});

describe('ignore comments in a submission', () => {
  const silencing = wasteful
    .replace('COPY . .', '# dfm ignore=copy-all-before-deps,metadata-copy the code is one file\nCOPY . .')
    .replace('RUN chown', '# dfm ignore=metadata-copy the files are small\nRUN chown');
  const moved = (document: ReturnType<typeof grade>) =>
    document.checks.map(({ id, status, points }) => [id, status, points]);
  const items = [item('copy-all-before-deps', 10), item('builds', 10)];
  // The lines of the traces are those of the file without the comments. They are shifted here, as a real
  // build would report them.
  const shifted = (line: number) => (line < 3 ? line : line < 5 ? line + 1 : line + 2);
  const evidence = evidenceOf(silencing);
  for (const step of [...evidence.cold!.steps, ...evidence.replays!.flatMap((replayed) => replayed.steps)])
    step.line = step.line === undefined ? undefined : shifted(step.line);

  test('ignore a remark with its reason, and do not change a graded check', () => {
    const plain = gradeOf(items);
    const document = gradeOf(items, evidence);
    expect(moved(plain)).toContainEqual(['metadata-copy', 'warn', 0]);
    expect(moved(document)).toEqual(moved(plain).filter(([id]) => id !== 'metadata-copy'));
    expect([document.score, document.passed]).toEqual([plain.score, plain.passed]);
    expect(document.ignored).toEqual([{ id: 'metadata-copy', line: 7, reason: 'the files are small' }]);
    expect(document.notices).toEqual([
      expect.stringMatching(/^Line 3: .*copy-all-before-deps has no effect/u),
    ]);
    expect(resultDocumentSchema.parse(document).ignored).toHaveLength(1);
  });

  test('near miss: nothing is listed if a comment silences nothing', () => {
    const document = gradeOf(items, evidenceOf(`${wasteful}# dfm ignore=builds\n`));
    expect([document.ignored, document.notices]).toEqual([undefined, []]);
    expect(document.checks.map(({ id }) => id)).toContain('ignore-comment');
  });

  test('a finding of the same check elsewhere remains a remark', () => {
    const document = gradeOf(
      [item('builds', 10)],
      evidenceOf('# dfm ignore=base-tag the newest is wanted\nFROM python AS a\nFROM python\n'),
    );
    expect(document.checks.find(({ id }) => id === 'base-tag')).toMatchObject({ status: 'warn', line: 3 });
    expect(document.ignored).toBeUndefined();
  });

  test('for a run that ended early, ignore remarks and give a notice for graded checks', () => {
    const text =
      '# dfm ignore=base-tag wanted\nFROM python\n# dfm ignore=copy-all-before-deps one file\nCOPY . .\nRUN pip install x\n';
    const document = ungraded({
      exercise: exercise([item('base-tag', 10)]),
      status: 'build-failed',
      failure: { phase: 'cold-build', message: 'x' },
      timings: { totalMs: 1 },
      evidence: { dockerfile: text, context: evidenceOf('').context },
    });
    expect(document.checks.find(({ id }) => id === 'base-tag')).toMatchObject({
      status: 'warn',
      line: 2,
      maxPoints: 10,
    });
    expect(document.notices).toEqual([
      expect.stringContaining('the comment that ignores base-tag has no effect'),
    ]);
    expect(document.ignored).toEqual([{ id: 'copy-all-before-deps', line: 4, reason: 'one file' }]);
  });
});
