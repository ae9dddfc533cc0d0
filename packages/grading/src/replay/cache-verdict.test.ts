import type { EditScenario } from '@dfm/contracts';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { describe, expect, test } from 'vitest';
import type { TraceStep } from '../evidence/evidence.ts';
import { missOf } from './cache-miss.ts';
import { cacheVerdict, coldResult } from './cache-verdict.ts';

const dockerfile = parseDockerfile(
  'FROM x AS builder\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nFROM x\nCOPY --from=builder /v /v\nCOPY src src\n',
);
const step = (line: number, name: string, cached: boolean, stage = 'stage-1'): TraceStep => ({
  digest: `sha256:${line}`,
  stage,
  index: 1,
  count: 3,
  name,
  line,
  cached,
  ms: 100,
  error: undefined,
});
const stepsWith = (ran: readonly number[]) => [
  step(6, 'COPY src src', !ran.includes(6)),
  step(1, 'FROM x', !ran.includes(1), 'builder'),
  step(2, 'COPY requirements.txt .', !ran.includes(2), 'builder'),
  step(3, 'RUN pip install -r requirements.txt', !ran.includes(3), 'builder'),
  step(5, 'COPY --from=builder /v /v', !ran.includes(5)),
];
const cold = {
  build: 'cold',
  totalMs: 1000,
  steps: stepsWith([1, 2, 3, 5, 6]),
  layers: [
    { diffId: 'base', bytes: 50 },
    { diffId: 'v', bytes: 30 },
    { diffId: 's', bytes: 7 },
  ],
};
const lines = [undefined, 5, 6];
const edit = (...paths: string[]): EditScenario => ({
  id: 'edit',
  title: 'Edit',
  cache: 'own',
  expects: 'deps-cached',
  edits: paths.map((path) => ({ kind: 'append', path, text: 'x' })),
});

test.each<{
  name: string;
  scenario: EditScenario;
  ran: number[];
  layers: [string, number][];
  miss: [number, string] | undefined;
  bytes: Record<number, number>;
  newBytes: number;
}>([
  {
    name: 'nothing ran',
    scenario: edit(),
    ran: [],
    layers: [
      ['base', 50],
      ['v', 30],
      ['s', 7],
    ],
    miss: undefined,
    bytes: {},
    newBytes: 0,
  },
  {
    name: 'FROM is never a miss',
    scenario: edit(),
    ran: [1],
    layers: [
      ['base', 50],
      ['v', 30],
      ['s', 7],
    ],
    miss: undefined,
    bytes: {},
    newBytes: 0,
  },
  {
    name: 'a source edit',
    scenario: edit('src/app.py'),
    ran: [6],
    layers: [
      ['base', 50],
      ['v', 30],
      ['s2', 8],
    ],
    miss: [6, 'src/app.py changed, and this step reads it'],
    bytes: { 6: 8 },
    newBytes: 8,
  },
  {
    name: 'an edit of the list: the first step in the file comes first, regardless of the order of completion',
    scenario: edit('requirements.txt'),
    ran: [2, 3, 5, 6],
    layers: [
      ['base', 50],
      ['v2', 31],
      ['s2', 8],
    ],
    miss: [2, 'requirements.txt changed, and this step reads it'],
    bytes: { 5: 31, 6: 8 },
    newBytes: 39,
  },
  {
    name: 'a step that ran and created the same layer adds nothing to push',
    scenario: edit('src/app.py'),
    ran: [6],
    layers: [
      ['base', 50],
      ['v', 30],
      ['s', 7],
    ],
    miss: [6, 'src/app.py changed, and this step reads it'],
    bytes: { 6: 0 },
    newBytes: 0,
  },
  {
    name: 'a step that ran although nothing changed',
    scenario: edit(),
    ran: [3],
    layers: [
      ['base', 50],
      ['v', 30],
      ['s', 7],
    ],
    miss: [3, 'nothing it reads has changed'],
    bytes: {},
    newBytes: 0,
  },
  {
    name: 'a step that reads none of the edited files',
    scenario: edit('README.md'),
    ran: [5],
    layers: [
      ['base', 50],
      ['v2', 30],
      ['s', 7],
    ],
    miss: [5, 'a step it builds on ran again'],
    bytes: { 5: 30 },
    newBytes: 30,
  },
])('$name', ({ scenario, ran, layers, miss, bytes, newBytes }) => {
  const verdict = cacheVerdict(
    cold,
    {
      build: 'edit',
      scenario: 'edit',
      totalMs: 200,
      steps: stepsWith(ran),
      layers: layers.map(([diffId, size]) => ({ diffId, bytes: size })),
    },
    dockerfile,
    scenario,
    lines,
  );
  expect(verdict.steps.map((one) => one.line)).toEqual([1, 2, 3, 5, 6]);
  expect(verdict.steps.map((one) => one.bytes)).toEqual([1, 2, 3, 5, 6].map((line) => bytes[line] ?? 0));
  expect(verdict.firstMissLine).toBe(miss?.[0]);
  if (miss !== undefined) expect(missOf({ line: miss[0] }, dockerfile, scenario).reason).toBe(miss[1]);
  expect(verdict.newBytes).toBe(newBytes);
});

const copied = step(5, 'COPY --link --from=builder /v /v', false);
const linked = step(5, 'LINK COPY --link --from=builder /v /v', false);
test.each([
  ['in this order', [copied, linked]],
  ['in the other order', [linked, copied]],
])('the bytes of COPY --link, which BuildKit reports twice, %s, are those of the copy', (_order, link) => {
  const bytesOf = ({ steps }: { steps: readonly { bytes: number }[] }) => steps.map(({ bytes }) => bytes);
  const first = { ...cold, steps: link };
  expect(bytesOf(coldResult(first, lines))).toEqual([30, 0]);
  const replay = { ...first, build: 'edit', scenario: 'edit', layers: [{ diffId: 'w', bytes: 31 }] };
  const edited = cacheVerdict(first, replay, dockerfile, edit('requirements.txt'), [5]);
  expect(bytesOf(edited)).toEqual([31, 0]);
});

test('the layers of a different target are attributed to the lines of its stages', () => {
  const two = parseDockerfile(
    'FROM x AS base\nRUN pip install y\n\nFROM base AS a\nCOPY a model\nCOPY notes notes\nFROM base AS b\nENV B=1\nCOPY b model\n',
  );
  const steps = (places: [number, string, string][]) =>
    places.map(([line, name, stage]) => step(line, name, false, stage));
  const first = {
    build: 'cold',
    totalMs: 1,
    steps: steps([
      [2, 'RUN pip install y', 'base'],
      [9, 'COPY b model', 'b'],
    ]),
    layers: [
      { diffId: 'os', bytes: 50 },
      { diffId: 'pip', bytes: 30 },
      { diffId: 'b', bytes: 7 },
    ],
  };
  const other = {
    build: 'a-too',
    scenario: 'a-too',
    totalMs: 1,
    steps: steps([
      [2, 'RUN pip install y', 'base'],
      [5, 'COPY a model', 'a'],
      [6, 'COPY notes notes', 'a'],
    ]),
    layers: [
      { diffId: 'os', bytes: 50 },
      { diffId: 'pip', bytes: 30 },
      { diffId: 'a', bytes: 9 },
      { diffId: 'notes', bytes: 1 },
    ],
  };
  const verdict = cacheVerdict(
    first,
    other,
    two,
    { ...edit(), id: 'a-too', target: 'a', expects: 'layers-shared' },
    [undefined, 2, 9],
  );
  expect(verdict.steps.map(({ line, bytes }) => [line, bytes])).toEqual([
    [2, 0],
    [5, 9],
    [6, 1],
  ]);
  expect(verdict.newBytes).toBe(10);
});

test('a step from the course layers counts with its duration and bytes from when those were built', () => {
  const prebuilt = {
    ...cold,
    steps: cold.steps.map((one) =>
      one.line === 5 ? { ...one, cached: true, ms: 0, courseMs: 12_000 } : one,
    ),
  };
  expect(coldResult(prebuilt, lines).steps[3]).toMatchObject({
    line: 5,
    cached: true,
    ms: 0,
    courseMs: 12_000,
    bytes: 30,
  });
  const stopped = {
    build: 'edit',
    scenario: 'edit',
    totalMs: 900,
    steps: [],
    layers: [],
    unfinished: [step(5, 'COPY --from=builder /v /v', false)],
  };
  const verdict = cacheVerdict(prebuilt, stopped, dockerfile, edit('src/app.py'), lines);
  expect(verdict.steps.map(({ line, firstBuildMs }) => [line, firstBuildMs])).toEqual([
    [5, 12_000],
    [6, 100],
  ]);
  expect(verdict.stopped).toEqual({ repeatsMs: 12_100 });
  expect(verdict.firstBuild?.get(5)).toEqual({ ms: 12_000, bytes: 30 });
  // Near miss: if it came from the cache of an earlier run, its duration is not known.
  expect(coldResult({ ...cold, steps: stepsWith([6]) }, lines).steps[3]).toMatchObject({ line: 5, bytes: 0 });
});

test('a step that the cold build did not have is new, not a cache miss', () => {
  const steps = [...stepsWith([]), step(7, 'RUN new', false)];
  expect(
    cacheVerdict(
      cold,
      { build: 'edit', scenario: 'edit', totalMs: 1, steps, layers: [] },
      dockerfile,
      edit('Dockerfile'),
      lines,
    ).firstMissLine,
  ).toBeUndefined();
});

test('a step is the same when its name contains a different value of an argument', () => {
  const text = parseDockerfile(
    'FROM x\nARG GIT_COMMIT\nRUN pip install y && echo $GIT_COMMIT > /commit\nCOPY src src\n',
  );
  const steps = (commit: string) => [
    step(3, `RUN pip install y && echo ${commit} > /commit`, false),
    { ...step(4, 'COPY src src', false), index: 2 },
  ];
  const trace = { build: 'x', totalMs: 1, layers: [] };
  const verdict = cacheVerdict(
    { ...trace, steps: steps('1') },
    { ...trace, scenario: 'commit', steps: steps('2') },
    text,
    { ...edit(), buildArgs: { GIT_COMMIT: '2' } },
    [],
  );
  expect(verdict.firstMissLine).toBe(3);
});

describe('why a step ran', () => {
  const withArg = (text: string, missLine: number, scenario: Partial<EditScenario>) =>
    missOf({ line: missLine }, parseDockerfile(text), { ...edit(), ...scenario }).reason;
  const commit = { buildArgs: { GIT_COMMIT: '2' } };
  test.each([
    [
      'a RUN below the ARG',
      'FROM x\nARG GIT_COMMIT\nRUN pip install y',
      3,
      commit,
      'the value of GIT_COMMIT changed (ARG on line 2)',
    ],
    [
      'a RUN in a stage that is built FROM the one with the ARG',
      'FROM x AS a\nARG GIT_COMMIT\nFROM a\nRUN pip install y',
      4,
      commit,
      'the value of GIT_COMMIT changed (ARG on line 2)',
    ],
    [
      'a COPY that names it',
      'FROM x\nARG GIT_COMMIT\nCOPY a /srv/${GIT_COMMIT}',
      3,
      commit,
      'the value of GIT_COMMIT changed (ARG on line 2)',
    ],
    [
      'near miss: a COPY that uses a longer name',
      'FROM x\nARG GIT_COMMIT\nCOPY a /srv/$GIT_COMMITS',
      3,
      commit,
      'nothing it reads has changed',
    ],
    [
      'near miss: declared below',
      'FROM x\nRUN pip install y\nARG GIT_COMMIT',
      2,
      commit,
      'nothing it reads has changed',
    ],
    [
      'near miss: declared in a different stage',
      'FROM x AS a\nARG GIT_COMMIT\nFROM x\nRUN pip install y',
      4,
      commit,
      'nothing it reads has changed',
    ],
    [
      'near miss: a different argument changed',
      'FROM x\nARG PYTHON\nRUN pip install y',
      3,
      commit,
      'nothing it reads has changed',
    ],
    [
      'a new builder',
      'FROM x\nRUN pip install y',
      2,
      { cache: 'pushed-image' },
      'a new builder does not have it in its cache: the pushed image contains only the steps that created its own layers',
    ],
  ] as const)('%s', (_, text, line, scenario, reason) => {
    expect(withArg(text, line, scenario)).toBe(reason);
  });
});
