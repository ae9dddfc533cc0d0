import { exerciseSchema } from '@dfm/contracts';
import type { Exercise, Rubric } from '@dfm/contracts';
import type {
  BuildTrace,
  ContainerObservation,
  Evidence,
  ImageEvidence,
  ReplayTrace,
} from '../evidence/evidence.ts';
import { file } from './layer-entry.ts';

export const wasteful =
  'FROM python:3.11-slim-bookworm\nWORKDIR /srv\nCOPY . .\nRUN pip install -r requirements.txt\nRUN chown -R app /srv\nCMD ["python", "serve.py"]\n';
export const frugal =
  'FROM python:3.11-slim-bookworm\nWORKDIR /srv\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD ["python", "serve.py"]\n';

export const exercise = (items: Rubric['items'], passScore = 80): Exercise =>
  exerciseSchema.parse({
    version: 1,
    slug: 'sample',
    title: 'Sample',
    summary: 'Sample',
    difficulty: 1,
    minutes: 5,
    editable: ['Dockerfile'],
    scenarios: [
      {
        id: 'edit',
        title: 'Edit the code',
        edits: [{ kind: 'append', path: 'serve.py', text: '#' }],
        expects: 'deps-cached',
      },
      { id: 'same', title: 'Build again', edits: [], expects: 'all-cached' },
      {
        id: 'add',
        title: 'Add a package',
        edits: [{ kind: 'append', path: 'requirements.txt', text: 'x' }],
        expects: 'deps-run',
      },
    ],
    run: { port: 8000, readyPath: '/health', unhealthyWithinMs: 20_000 },
    rubric: { passScore, items },
    wrong: ['a', 'b', 'c'].map((id) => ({ id, title: id, caughtBy: ['builds'] })),
  });
export const item = (check: string, points: number, more: Partial<Rubric['items'][number]> = {}) => ({
  check,
  points,
  required: false,
  options: {},
  ...more,
});

/** [line, name, ms, cached] of the steps of one build. */
export type Step = [line: number, name: string, ms: number, cached: boolean];
const trace = (build: string, steps: Step[], layers: [string, number][]): BuildTrace => ({
  build,
  totalMs: 1000,
  steps: steps.map(([line, name, ms, cached], index) => ({
    digest: `sha256:${build}${index}`,
    stage: '',
    index: index + 1,
    count: steps.length,
    name,
    line,
    cached,
    ms,
    error: undefined,
  })),
  layers: layers.map(([diffId, bytes]) => ({ diffId, bytes })),
});
export const replay = (scenario: string, steps: Step[], layers: [string, number][]): ReplayTrace => ({
  ...trace(scenario, steps, layers),
  scenario,
});

export const job =
  (...outcomes: [ok: boolean, ms: number][]) =>
  (e: Evidence) => {
    e.job = outcomes.map(([ok, ms], i) => ({
      start: { name: `start ${i + 1}`, env: {} },
      ok,
      ms,
      exitCode: ok ? 0 : 1,
      message: `it exited with code ${ok ? 0 : 1}.`,
    }));
  };

export const wastefulSteps = (cached: boolean): Step[] => [
  [1, 'FROM python:3.11-slim-bookworm', 0, false],
  [4, 'RUN pip install -r requirements.txt', 9000, cached],
  [3, 'COPY . .', 10, cached],
  [2, 'WORKDIR /srv', 10, true],
  [5, 'RUN chown -R app /srv', 50, cached],
];
const coldLayers: [string, number][] = [
  ['base', 5e6],
  ['w', 0],
  ['c', 2e6],
  ['p', 30e6],
  ['o', 2e6],
];

export function observed(more: Partial<ContainerObservation> = {}): ContainerObservation {
  const probe = {
    name: 'predict',
    method: 'POST' as const,
    path: '/predict',
    expectStatus: 200,
    timeoutMs: 1000,
  };
  return {
    ready: true,
    readyMs: 800,
    uid: 1000,
    exitCode: undefined,
    oomKilled: false,
    logTail: '',
    probes: [{ probe, ok: true, ms: 20, status: 200, message: '' }],
    ...more,
  };
}

function sampleImage(): ImageEvidence {
  return {
    config: {
      user: '',
      entrypoint: null,
      cmd: ['python', 'serve.py'],
      env: [],
      labels: {},
      healthcheck: null,
      workdir: '/srv',
      ports: [],
      history: [
        { createdBy: 'base', emptyLayer: false },
        { createdBy: 'WORKDIR /srv', emptyLayer: false },
        { createdBy: 'COPY . . # buildkit', emptyLayer: false },
        { createdBy: 'RUN /bin/sh -c pip install -r requirements.txt # buildkit', emptyLayer: false },
        { createdBy: 'RUN /bin/sh -c chown -R app /srv # buildkit', emptyLayer: false },
        { createdBy: 'CMD ["python" "serve.py"]', emptyLayer: true },
      ],
      diffIds: ['base', 'w', 'c', 'p', 'o'],
    },
    layers: [
      { diffId: 'base', createdBy: 'base', entries: [file('bin/sh', 5e6)] },
      { diffId: 'w', createdBy: 'WORKDIR /srv', entries: [] },
      { diffId: 'c', createdBy: 'COPY . .', entries: [file('srv/model.npz', 2e6)] },
      {
        diffId: 'p',
        createdBy: 'RUN pip',
        entries: [file('usr/local/lib/python3.11/site-packages/n.so', 30e6)],
      },
      { diffId: 'o', createdBy: 'RUN chown', entries: [file('srv/model.npz', 2e6, { uid: 1000 })] },
    ],
    baseLayers: 1,
    base: { reference: 'python:3.11-slim-bookworm', standIn: true },
    secrets: [],
    missingLibraries: [],
    inventory: { packages: [], notes: [], distribution: undefined },
  };
}

export function evidenceOf(dockerfile: string, more: Partial<Evidence> = {}): Evidence {
  return {
    dockerfile,
    context: { files: [], totalBytesBefore: 0, dockerignore: '.git' },
    cold: trace('cold', wastefulSteps(false), coldLayers),
    replays: [
      replay('edit', wastefulSteps(false), [
        ['base', 5e6],
        ['w', 0],
        ['c2', 2e6],
        ['p2', 30e6],
        ['o2', 2e6],
      ]),
      replay('same', wastefulSteps(true), coldLayers),
      replay('add', wastefulSteps(false), [
        ['base', 5e6],
        ['w', 0],
        ['c3', 2e6],
        ['p3', 30e6],
        ['o3', 2e6],
      ]),
    ],
    image: sampleImage(),
    run: {
      normal: {
        ...observed(),
        health: {
          declared: false,
          status: 'none',
          firstCheckMs: undefined,
          dueMs: undefined,
          lastOutput: '',
        },
        stop: { signalled: true, graceful: true, ms: 300, exitCode: 0 },
        peakResidentBytes: 91e6,
      },
      hardened: observed(),
    },
    ...more,
  };
}
