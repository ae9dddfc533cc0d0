import type { ImageLayer, ReplayResult } from '@dfm/contracts';
import { describe, expect, test } from 'vitest';
import { contentRows } from './content-rows.ts';
import { instructionKind } from './instruction-kind.ts';
import { layerRows } from './layer-rows.ts';
import { replayRows } from './replay-rows.ts';
import { stepText } from './step-text.ts';
import { recordedSteps, waterfallRows } from './waterfall-rows.ts';

test.each([
  ['[2/6] RUN pip install', 'RUN pip install', 'run'],
  ['[builder 3/4] COPY --from=a x y', 'COPY --from=a x y', 'copy'],
  ['RUN /bin/sh -c pip install -r a # buildkit', 'RUN pip install -r a', 'run'],
  ['RUN |2 A=1 B=two words /bin/sh -c echo  hi # buildkit', 'RUN echo hi', 'run'],
  ['/bin/sh -c #(nop)  CMD ["python3"]', 'CMD ["python3"]', 'config'],
  ['ADD a b', 'ADD a b', 'copy'],
  ['[1/4] FROM docker.io/library/python:3.11-slim', 'FROM python:3.11-slim', 'from'],
  ['[1/2] FROM docker.io/library/python:3.11@sha256:0a1b', 'FROM python:3.11', 'from'],
  ['[1/2] FROM docker.io/library/python@sha256:0a1b', 'FROM python@sha256:0a1b', 'from'],
  [
    'FROM --platform=linux/arm64 docker.io/nvidia/cuda:13.0.0',
    'FROM --platform=linux/arm64 nvidia/cuda:13.0.0',
    'from',
  ],
  ['FROM docker.io.example/library/python', 'FROM docker.io.example/library/python', 'from'],
  ['COPY docker.io/library/a b', 'COPY docker.io/library/a b', 'copy'],
  ['RUNNER x', 'RUNNER x', 'config'],
])('%s becomes %s, kind %s', (name, text, kind) => {
  expect(stepText(name)).toBe(text);
  expect(instructionKind(stepText(name))).toBe(kind);
});

const step = (line: number, name: string, cached: boolean, ms = 10) => ({
  line,
  stage: 'stage-0',
  name,
  cached,
  ms,
  bytes: 0,
});
const build = (steps: ReplayResult['steps'], firstMissLine?: number): ReplayResult => ({
  scenario: 's',
  title: 'S',
  totalMs: 100,
  firstMissLine,
  steps,
});

describe('replayRows', () => {
  test('draws a prebuilt step as long as it took when it was built, and no other cached step', () => {
    const before = build([{ ...step(1, 'RUN a', true, 0), courseMs: 9_000 }, step(2, 'RUN b', true, 3)]);
    expect(replayRows(before, before).map(({ before: outcome }) => outcome)).toEqual([
      { state: 'prebuilt', ms: 9_000, drawnMs: 9_000 },
      { state: 'cached', ms: 3, drawnMs: 0 },
    ]);
  });

  test('pairs steps by stage, line and text, and marks only the first step of the line that missed', () => {
    const before = build([step(1, '[1/2] FROM a', false), step(4, '[2/2] COPY . .', false, 30)]);
    const after = build(
      [
        step(1, '[1/3] FROM a', true, 0),
        step(4, '[2/3] COPY . .', false, 40),
        step(4, '[3/3] COPY x y', false, 5),
      ],
      4,
    );
    expect(replayRows(before, after)).toMatchObject([
      { line: 1, before: { state: 'ran' }, after: { state: 'cached', drawnMs: 0 }, firstMiss: false },
      { line: 4, before: { ms: 30 }, after: { ms: 40 }, firstMiss: true },
      { line: 4, before: undefined, after: { ms: 5 }, firstMiss: false },
    ]);
  });

  test('a cached step of the line that missed is not the miss', () => {
    const rows = replayRows(undefined, build([step(4, 'COPY a b', true), step(4, 'COPY c d', false)], 4));
    expect(rows.map((row) => row.firstMiss)).toEqual([false, true]);
  });

  test('in a stopped build, steps that run again are drawn as long as they took first, and steps not reached are listed', () => {
    const before = build([
      step(1, 'FROM a', false),
      step(2, 'RUN tools', false, 20),
      step(3, 'FROM a', false),
      step(4, 'COPY . .', false, 30),
      step(5, 'RUN pip', false, 9_000),
      step(6, 'RUN last', true, 0),
    ]);
    const stopped = {
      ...build(
        [
          step(1, 'FROM a', true, 0),
          step(4, 'COPY . .', false, 40),
          { ...step(5, 'RUN pip', false, 700), firstBuildMs: 9_000 },
        ],
        4,
      ),
      stopped: { repeatsMs: 9_000 },
    };
    expect(replayRows(before, stopped).map(({ line, after }) => [line, after])).toEqual([
      [1, { state: 'cached', ms: 0, drawnMs: 0 }],
      [2, { state: 'not-reached', ms: 0, drawnMs: 0 }],
      [4, { state: 'ran', ms: 40, drawnMs: 40 }],
      [5, { state: 'runs-again', ms: 700, drawnMs: 9_000 }],
      [6, { state: 'not-reached', ms: 0, drawnMs: 0 }],
    ]);
    expect(replayRows(before, { ...stopped, stopped: undefined }).map(({ line }) => line)).toEqual([1, 4, 5]);
  });
});

test('waterfallRows puts steps one after another, and keeps a known start', () => {
  const recorded = recordedSteps(build([step(1, 'FROM a', true, 5), step(2, 'RUN b', false, 20)]));
  expect(waterfallRows(recorded)).toMatchObject({
    endMs: 25,
    rows: [
      { startMs: 0, state: 'cached' },
      { startMs: 5, state: 'ran', ms: 20 },
    ],
  });
  expect(
    waterfallRows([{ key: 'a', stage: 's', name: 'RUN b', state: 'running', startMs: 7 }], 50),
  ).toMatchObject({ endMs: 50, rows: [{ startMs: 7, ms: 0 }] });
  expect(waterfallRows([]).endMs).toBe(1);
});

test('layerRows puts the last layer on top and the base, as one row, below', () => {
  const layer = (over: Partial<ImageLayer>): ImageLayer => ({
    instruction: 'RUN',
    createdBy: 'RUN /bin/sh -c x # buildkit',
    diffId: 'd',
    fromBase: false,
    bytes: 1,
    wastedBytes: 0,
    files: 1,
    ...over,
  });
  const rows = layerRows({
    totalBytes: 33,
    liveBytes: 30,
    wastedBytes: 3,
    baseBytes: 30,
    base: { reference: 'debian', standIn: true },
    largest: [],
    layers: [
      layer({ fromBase: true, bytes: 10, wastedBytes: 1 }),
      layer({ fromBase: true, bytes: 20 }),
      layer({ line: 2 }),
      layer({ line: 3, bytes: 2, wastedBytes: 2 }),
    ],
  });
  expect(rows).toMatchObject([
    { line: 3, bytes: 2, wastedBytes: 2 },
    { line: 2, text: 'RUN x' },
    { line: undefined, kind: 'from', text: 'FROM debian', bytes: 30, wastedBytes: 1 },
  ]);
});

describe('contentRows', () => {
  const layer = (over: Partial<ImageLayer>): ImageLayer => ({
    instruction: 'RUN',
    createdBy: '',
    diffId: 'd',
    fromBase: false,
    bytes: 0,
    wastedBytes: 0,
    files: 1,
    ...over,
  });
  const layers = [layer({ fromBase: true }), layer({ line: 2 }), layer({ line: 3 }), layer({})];
  const part = (group: string, liveBytes: number, wastedBytes = 0) => ({ group, liveBytes, wastedBytes });

  test('separates base and own bytes, and finds the line that added most', () => {
    const contents = {
      groups: [
        { ...part('system-packages', 130, 20), label: 'System' },
        { ...part('pip-cache', 0, 90), label: 'Cache' },
      ],
      layers: [
        [part('system-packages', 100, 5)],
        [part('system-packages', 20)],
        [part('pip-cache', 0, 90), part('system-packages', 10, 15)],
        [],
      ],
    };
    expect(contentRows({ layers, contents })).toEqual([
      {
        key: 'system-packages',
        line: 3,
        text: 'System',
        ownBytes: 30,
        baseBytes: 100,
        wastedBytes: 20,
        bytes: 150,
      },
      { key: 'pip-cache', line: 3, text: 'Cache', ownBytes: 0, baseBytes: 0, wastedBytes: 90, bytes: 90 },
    ]);
  });

  test('files only in the base have no line, and neither do files from a layer without a line', () => {
    const contents = {
      groups: [{ ...part('other', 9), label: 'Other' }],
      layers: [[part('other', 4)], [], [], [part('other', 5)]],
    };
    expect(contentRows({ layers, contents })).toMatchObject([{ line: undefined, ownBytes: 5, baseBytes: 4 }]);
  });

  test('a result from before contents were measured has no rows', () =>
    expect(contentRows({ layers })).toEqual([]));
});
