import { expect, test } from 'vitest';
import type { Vertex } from './build-status.ts';
import { TraceRecorder } from './build-trace.ts';

const vertex = (changes: Partial<Vertex>): Vertex => ({
  digest: 'sha256:1',
  name: '[2/3] RUN make',
  cached: false,
  started: null,
  completed: null,
  error: '',
  ...changes,
});
const recorder = () => new TraceRecorder((stage, index) => (stage === 'stage-0' ? index : index + 10));

test.each([
  ['started', { started: 1 }, 'running', undefined],
  ['completed', { started: 1, completed: 251 }, 'ran', 250],
  ['cached', { started: 1, completed: 1, cached: true }, 'cached', 0],
  ['failed', { started: 1, completed: 11, error: 'exit code: 1' }, 'failed', 10],
  ['cancelled with the rest', { started: 1, completed: 11, error: 'context canceled' }, 'cancelled', 10],
])('a vertex that %s', (_name, changes, state, ms) => {
  expect(recorder().apply({ vertexes: [vertex(changes)], logs: [] })).toEqual([
    { key: 'sha256:1', stage: 'stage-0', name: 'RUN make', line: 2, state, ms },
  ]);
});

test.each([
  ['not started yet', vertex({})],
  ['loading the context', vertex({ name: '[internal] load remote build context', started: 1 })],
  ['exporting the image', vertex({ name: 'exporting to image', started: 1 })],
])('a vertex that is %s changes no step', (_name, unrelated) => {
  const trace = recorder();
  expect(trace.apply({ vertexes: [unrelated], logs: [] })).toEqual([]);
  expect(trace.steps()).toEqual([]);
});

test('a state is reported once, and the last of several completions counts', () => {
  const trace = recorder();
  trace.apply({ vertexes: [vertex({ started: 1, completed: 5 })], logs: [] });
  expect(trace.apply({ vertexes: [vertex({ started: 1, completed: 9 })], logs: [] })).toEqual([]);
  expect(trace.steps()).toMatchObject([{ ms: 8, cached: false }]);
  expect(
    trace.apply({ vertexes: [vertex({ started: 9, completed: 9, cached: true })], logs: [] }),
  ).toMatchObject([{ state: 'cached' }]);
  expect(trace.steps()).toMatchObject([{ ms: 0, cached: true }]);
});

test.each([
  ['[ 1/11] FROM a', 'stage-0', 1],
  ['[builder  2/12] RUN a', 'builder', 2],
  ['[builder 12/12] RUN a', 'builder', 12],
])('a stage with ten or more steps: %s', (name, stage, index) => {
  const trace = recorder();
  trace.apply({ vertexes: [vertex({ name, started: 1, completed: 2 })], logs: [] });
  expect(trace.steps()).toMatchObject([{ stage, index }]);
});

test('named stages and instructions with brackets are read completely', () => {
  const trace = recorder();
  trace.apply({
    vertexes: [vertex({ name: '[builder 2/4] RUN [ "a" ] && echo [1/2] x', started: 1, completed: 2 })],
    logs: [],
  });
  expect(trace.steps()).toMatchObject([
    { stage: 'builder', index: 2, count: 4, line: 12, name: 'RUN [ "a" ] && echo [1/2] x' },
  ]);
});

test('the failure is the vertex that failed by itself', () => {
  const trace = recorder();
  trace.apply({
    vertexes: [
      vertex({ digest: 'a', started: 1, completed: 2, error: 'context canceled' }),
      vertex({ digest: 'b', started: 1, completed: 2, error: 'exit code: 3' }),
    ],
    logs: [],
  });
  expect(trace.failure()).toMatchObject({ digest: 'b', line: 2 });
});

test('the running line is that of the step that has started and not ended', () => {
  const trace = recorder();
  trace.apply({ vertexes: [vertex({ started: 1, completed: 2 })], logs: [] });
  expect(trace.runningLine()).toBeUndefined();
  trace.apply({
    vertexes: [
      vertex({ digest: 'b', name: '[3/3] RUN sleep', started: 2 }),
      vertex({ digest: 'c', name: 'exporting to image', started: 3 }),
    ],
    logs: [],
  });
  expect(trace.runningLine()).toBe(3);
});

test('progress: completed steps, and steps that are running or were cancelled, but neither cached running steps nor failed ones', () => {
  const trace = recorder();
  const named = (index: number, changes: Partial<Vertex>) =>
    vertex({ digest: `${index}`, name: `[${index}/7] RUN ${index}`, ...changes });
  trace.apply({
    vertexes: [
      named(1, { started: 5, completed: 5, cached: true }),
      named(2, { started: 5, completed: 9 }),
      named(3, { started: Date.now() - 200 }),
      named(4, { started: 5, cached: true }),
      named(5, { started: 5, completed: 905, error: 'exit code: 137: context canceled' }),
      named(6, { started: 5, completed: 7, error: 'exit code: 1' }),
      named(7, {}),
      vertex({ digest: 'x', name: 'exporting to image', started: 5 }),
    ],
    logs: [],
  });
  const { completed, running } = trace.progress();
  expect(completed.map(({ line, cached }) => [line, cached])).toEqual([
    [1, true],
    [2, false],
  ]);
  expect(running.map(({ line, cached, error }) => [line, cached, error])).toEqual([
    [3, false, undefined],
    [5, false, undefined],
  ]);
  expect(running[0]!.ms).toBeGreaterThanOrEqual(200);
  expect(running[1]!.ms).toBe(900);
});

test('a repeated build: steps that ran before count as having run, under their first key', () => {
  const trace = recorder();
  const named = (index: number, digest: string, changes: Partial<Vertex>) =>
    vertex({ digest, name: `[${index}/6] RUN ${index}`, started: 10, completed: 10, ...changes });
  trace.apply({
    vertexes: [
      named(1, 'a', { cached: true }),
      named(2, 'b', { completed: 60 }),
      named(3, 'c', { completed: 70 }),
      named(4, 'd', { completed: 25, error: 'not started' }),
    ],
    logs: [],
  });
  trace.repeat();
  expect([trace.steps(), trace.failure()]).toEqual([[], undefined]);
  const again = trace.apply({
    vertexes: [
      named(1, 'a', { cached: true }),
      named(2, 'b2', { cached: true }),
      named(3, 'c', { completed: 99 }),
      named(4, 'd2', { completed: 45 }),
      named(5, 'e', { cached: true }),
    ],
    logs: [],
  });
  // The third step ran again because it was no longer in the cache.
  expect(
    trace.steps().map(({ digest, index, cached, ms, error }) => [digest, index, cached, ms, error]),
  ).toEqual([
    ['a', 1, true, 0, undefined],
    ['b', 2, false, 50, undefined],
    ['c', 3, false, 89, undefined],
    ['d', 4, false, 35, undefined],
    ['e', 5, true, 0, undefined],
  ]);
  expect(again.map(({ key, state }) => [key, state])).toEqual([
    ['d', 'ran'],
    ['e', 'cached'],
  ]);
  expect([trace.keyOf('d2'), trace.keyOf('e')]).toEqual(['d', 'e']);
});

test.each<[by: string, name: string, stage: RegExp]>([
  ['its arguments', `[builder 2/3] RUN |1 A=${'x'.repeat(200_000)} make`, /^builder$/],
  ['its stage', `[${'s'.repeat(200_000)} 2/3] RUN make`, /^s+ … s+$/],
])('a step whose name is long because of %s keeps its position and its instruction', (_by, name, stage) => {
  const trace = recorder();
  const error = `process "${'x'.repeat(200_000)}" did not complete successfully: exit code: 7`;
  const changes = trace.apply({ vertexes: [vertex({ name, started: 1, completed: 2, error })], logs: [] });
  expect(changes).toMatchObject([
    {
      line: 12,
      state: 'failed',
      name: expect.stringMatching(/^RUN .*make$/),
      stage: expect.stringMatching(stage),
    },
  ]);
  expect(trace.failure()).toMatchObject({ line: 12, error: expect.stringMatching(/exit code: 7$/) });
  expect(JSON.stringify([changes, trace.steps(), trace.failure()]).length).toBeLessThan(20_000);
});
