import type { ResultDocument, RunEvent } from '@dfm/contracts';
import { describe, expect, test } from 'vitest';
import { applyEvents, currentPhase, initialLiveRun, type ReceivedEvent, type LiveRun } from './live-run.ts';

const result: ResultDocument = {
  version: 1,
  exercise: 'x',
  status: 'graded',
  passed: true,
  score: 100,
  headline: 'Builds.',
  axes: {
    build: { score: 1, max: 1 },
    size: { score: 0, max: 0 },
    cache: { score: 0, max: 0 },
    security: { score: 0, max: 0 },
    runtime: { score: 0, max: 0 },
  },
  checks: [],
  replay: [],
  timings: { totalMs: 5 },
  notices: [],
};
const number = (events: RunEvent[], from = 1): ReceivedEvent[] =>
  events.map((event, i) => ({ seq: from + i, receivedAtMs: 1_000_000 + event.atMs, event }));
const live = (...events: RunEvent[]): LiveRun => applyEvents(initialLiveRun, number(events));
const step = (
  state: 'running' | 'ran' | 'cached' | 'failed',
  atMs: number,
  ms?: number,
  build = 'cold',
  key = 's1',
): RunEvent => ({ type: 'step', atMs, build, key, line: 2, stage: 'stage-0', name: 'RUN x', state, ms });
const phase = (
  name: 'sandbox' | 'replay' | 'cold-build',
  state: 'started' | 'done' | 'failed',
  atMs: number,
  scenario?: string,
): RunEvent => ({ type: 'phase', atMs, phase: name, state, scenario });
const log = (text: string, atMs = 1): RunEvent => ({
  type: 'log',
  atMs,
  source: 'cold-build',
  key: 's1',
  stream: 'stdout',
  text,
});

describe('steps', () => {
  const cases: [name: string, events: RunEvent[], expected: object][] = [
    [
      'a running step has no end',
      [step('running', 100)],
      { state: 'running', startMs: 100, endMs: undefined },
    ],
    [
      'a step that ran ends after its own time',
      [step('running', 100), step('ran', 700, 500)],
      { state: 'ran', startMs: 100, endMs: 600 },
    ],
    [
      'without a start, it is placed by its end',
      [step('ran', 700, 500)],
      { state: 'ran', startMs: 200, endMs: 700 },
    ],
    [
      'out of order: a late start does not reopen it',
      [step('ran', 700, 500), step('running', 800)],
      { state: 'ran', startMs: 200, endMs: 700 },
    ],
    [
      'near miss: cached then failed is failed',
      [step('cached', 100), step('failed', 200, 10)],
      { state: 'failed' },
    ],
  ];
  test.each(cases)('%s', (_name, events, expected) => {
    const { builds } = live(...events);
    expect(builds).toHaveLength(1);
    expect(builds[0]?.steps).toHaveLength(1);
    expect(builds[0]?.steps[0]).toMatchObject(expected);
  });

  test('the same key in two builds is two steps', () => {
    expect(
      live(step('ran', 5, 5), step('cached', 9, 0, 'no-change')).builds.map((b) => [b.build, b.steps.length]),
    ).toEqual([
      ['cold', 1],
      ['no-change', 1],
    ]);
  });
});

test('the log announces each step once, and marks what came from the cache', () => {
  const v = live(step('running', 1), log('one\n', 2), step('ran', 3, 2), step('cached', 4, 0, 'edit-app'), {
    type: 'step',
    atMs: 5,
    build: 'edit-app',
    key: 's2',
    stage: 'stage-0',
    name: 'exporting',
    state: 'running',
  });
  expect(v.log.lines.map((l) => l.text)).toEqual([
    'Line 2: RUN x',
    'one',
    'After edit-app, line 2: RUN x (cached)',
    'After edit-app: exporting',
  ]);
});

test('the log shows how long a prebuilt step took', () => {
  const v = live({
    type: 'step',
    atMs: 1,
    build: 'cold',
    key: 's1',
    line: 2,
    stage: 'stage-0',
    name: 'RUN x',
    state: 'cached',
    ms: 0,
    courseMs: 11_840,
  });
  expect(v.log.lines.map((l) => l.text)).toEqual(['Line 2: RUN x (prebuilt; took 12 s)']);
});

describe('phases', () => {
  const cases: [name: string, events: RunEvent[], expected: object][] = [
    [
      'starts and ends',
      [phase('sandbox', 'started', 10), phase('sandbox', 'done', 30)],
      { state: 'done', startedMs: 10, endedMs: 30 },
    ],
    [
      'a late start does not reopen it',
      [phase('sandbox', 'done', 30), phase('sandbox', 'started', 10)],
      { state: 'done', endedMs: 30 },
    ],
    [
      'failed stays failed',
      [phase('sandbox', 'failed', 30), phase('sandbox', 'done', 40)],
      { state: 'failed', endedMs: 30 },
    ],
  ];
  test.each(cases)('%s', (_name, events, expected) =>
    expect(live(...events).phases.find((p) => p.phase === 'sandbox')).toMatchObject(expected),
  );

  test('replay runs once per scenario and keeps its first start', () => {
    const { phases } = live(
      phase('replay', 'started', 10, 'a'),
      phase('replay', 'done', 20, 'a'),
      phase('replay', 'started', 21, 'b'),
    );
    expect(phases.find((p) => p.phase === 'replay')).toMatchObject({
      state: 'running',
      startedMs: 10,
      endedMs: undefined,
      message: 'b',
    });
  });

  test('currentPhase is the latest running phase', () => {
    expect(
      currentPhase(
        live(phase('sandbox', 'started', 1), phase('sandbox', 'done', 2), phase('cold-build', 'started', 3)),
      )?.phase,
    ).toBe('cold-build');
    expect(currentPhase(initialLiveRun)).toBeUndefined();
  });
});

describe('resume', () => {
  const events = number([
    phase('cold-build', 'started', 1),
    step('running', 2),
    log('one\n', 3),
    log('two\n', 4),
    step('ran', 9, 7),
    { type: 'result', atMs: 10, result },
  ]);

  test('a stream that repeats events after a reconnect shows each once', () => {
    const complete = applyEvents(initialLiveRun, events);
    for (let cut = 0; cut <= events.length; cut++) {
      for (const overlap of [0, 1, 3]) {
        const resumed = applyEvents(
          applyEvents(initialLiveRun, events.slice(0, cut)),
          events.slice(Math.max(0, cut - overlap)),
        );
        expect(resumed).toEqual(complete);
      }
    }
    expect(complete.log.lines.map((l) => l.text)).toEqual(['Line 2: RUN x', 'one', 'two']);
  });

  test('gaps in the sequence numbers are not a loss', () => {
    expect(
      applyEvents(initialLiveRun, [
        { seq: 5, receivedAtMs: 1, event: log('a\n') },
        { seq: 90, receivedAtMs: 1, event: log('b\n') },
      ]).log.lines,
    ).toHaveLength(2);
  });

  test('nothing changes after the end', () => {
    const ended = live({ type: 'result', atMs: 10, result });
    expect(applyEvents(ended, number([log('late\n'), { type: 'cancelled', atMs: 12 }], 50))).toEqual(ended);
  });
});

test('a retry restarts the steps, keeps the log and logs the reason', () => {
  const v = live(
    phase('sandbox', 'started', 1),
    step('running', 2),
    log('one\n'),
    { type: 'retry', atMs: 50, attempt: 2, message: 'The runner was lost.' },
    log('two\n'),
  );
  expect(v.builds).toEqual([]);
  expect(v.phases.every((p) => p.state === 'waiting')).toBe(true);
  expect(v.attempt).toBe(2);
  expect(v.log.lines.map((l) => [l.source, l.text])).toEqual([
    ['step', 'Line 2: RUN x'],
    ['cold-build', 'one'],
    ['note', 'The runner was lost.'],
    ['cold-build', 'two'],
  ]);
});

test('a cancelled run leaves no bar running', () => {
  const v = live(phase('cold-build', 'started', 1), step('running', 2), { type: 'cancelled', atMs: 8 });
  expect(v.end).toEqual({ kind: 'cancelled' });
  expect(v.builds[0]?.steps[0]).toMatchObject({ state: 'cancelled', endMs: 8 });
  expect(v.phases.some((p) => p.state === 'running')).toBe(false);
});

test('an attempt starts at the earliest time that its events allow', () => {
  const delayed = applyEvents(initialLiveRun, [
    { seq: 1, receivedAtMs: 5_000, event: log('a\n', 100) },
    { seq: 2, receivedAtMs: 5_050, event: log('b\n', 400) },
  ]);
  expect(delayed.epochMs).toBe(4_650);
});
