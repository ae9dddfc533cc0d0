import type { LabCondition } from '@dfm/contracts/lab';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followLab } from './follow-lab.ts';
import type { EngineEvent } from './lab-engine.ts';
import { LabRun, type LabProgress } from './lab-run.ts';
import { engineWith, objects, type LabState } from './testing/lab-state.ts';

let stop: AbortController;
let state: LabState;
let seen: LabProgress[];
let problems: unknown[];
/** Ends the streams of events. */
let disconnect: (() => void)[];
let report: (event: EngineEvent) => void;

beforeEach(() => {
  stop = new AbortController();
  state = {};
  seen = [];
  problems = [];
  disconnect = [];
});
afterEach(() => stop.abort());

/** Events that a test reports, until it disconnects. */
async function* events(signal: AbortSignal): AsyncGenerator<EngineEvent> {
  const waiting: EngineEvent[] = [];
  let wake = () => {};
  const over = new AbortController();
  const end = () => {
    over.abort();
    wake();
  };
  signal.addEventListener('abort', end);
  disconnect.push(end);
  report = (event) => {
    waiting.push(event);
    wake();
  };
  while (!over.signal.aborted) {
    yield* waiting.splice(0);
    if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
  }
}

function follow(done: LabCondition, onProgress = async (progress: LabProgress) => void seen.push(progress)) {
  const step = { id: 'a', title: 'A', done: [done], hints: [], reference: '', wrong: [] };
  return followLab(
    new LabRun(
      [step],
      engineWith(() => state),
    ),
    {
      events,
      onProgress,
      onProblem: (error) => problems.push(error),
      signal: stop.signal,
    },
  );
}

const created = { of: 'volume', action: 'create', attributes: {} };
const open = { done: 0, ticks: [false] };
const finished = { done: 1, ticks: [] };

test('each different progress is passed on once, until the signal aborts', async () => {
  const following = follow(objects('volume'));
  await expect.poll(() => seen).toEqual([open]);
  state = { volume: [{ Name: 'data' }] };
  report(created);
  await expect.poll(() => seen).toEqual([open, finished]);
  report(created);
  stop.abort();
  await following;
  expect(seen).toEqual([open, finished]);
  expect(problems).toEqual([]);
});

test('a file is seen although the engine reports nothing', async () => {
  void follow({ kind: 'file', says: '', in: 'home', path: '/a', is: 'present' });
  await expect.poll(() => seen).toEqual([open]);
  state = { files: { 'home /a': { text: '' } } };
  await expect.poll(() => seen).toEqual([open, finished]);
});

test('an engine that disconnects is followed again, and what it did not report is seen', async () => {
  void follow(objects('volume'));
  await expect.poll(() => seen).toEqual([open]);
  state = { volume: [{ Name: 'data' }] };
  disconnect[0]!();
  await expect.poll(() => seen).toEqual([open, finished]);
  await expect.poll(() => disconnect.length).toBe(2);
});

test('a progress that is rejected is passed on again', async () => {
  let isReachable = false;
  void follow(objects('volume'), async (progress) => {
    if (!isReachable) throw new Error('not reachable');
    seen.push(progress);
  });
  await expect.poll(() => problems).toEqual([new Error('not reachable')]);
  isReachable = true;
  await expect.poll(() => seen).toEqual([open]);
});
