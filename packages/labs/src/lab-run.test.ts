import type { LabCondition, LabStep } from '@dfm/contracts/lab';
import { expect, test } from 'vitest';
import { LabRun } from './lab-run.ts';
import { engineWith, objects, type LabState } from './testing/lab-state.ts';

const step = (...done: LabCondition[]): LabStep => ({
  id: 'step',
  title: '',
  done,
  hints: [],
  reference: '',
  wrong: [],
});
const web = { Id: '1', Name: '/web' };
const died: LabCondition = { kind: 'event', says: '', of: 'container', action: 'die', has: {} };

test('steps are done one after the other, and one that was done stays done', async () => {
  let state: LabState = {};
  const run = new LabRun(
    [
      step(objects('container', { name: 'web' }), objects('volume', { name: 'data' })),
      step(objects('network', { name: 'net' })),
    ],
    engineWith(() => state),
  );
  expect(await run.look()).toEqual({ done: 0, ticks: [false, false] });
  state = { container: [web] };
  expect(await run.look()).toEqual({ done: 0, ticks: [true, false] });
  state = { volume: [{ Name: 'data' }] };
  expect(await run.look(), 'all at the same time').toEqual({ done: 0, ticks: [false, true] });
  state = { container: [web], volume: [{ Name: 'data' }] };
  expect(await run.look()).toEqual({ done: 1, ticks: [false] });
  state = {};
  expect(await run.look()).toEqual({ done: 1, ticks: [false] });
  state = { network: [{ Name: 'net' }] };
  expect(await run.look()).toEqual({ done: 2, ticks: [] });
});

test('what exists or has happened before a step does not count as new', async () => {
  let state: LabState = { container: [web] };
  const isNew = objects('container', { name: 'web', isNew: true });
  const run = new LabRun(
    [step(died), step(died), step(isNew)],
    engineWith(() => state),
  );
  expect((await run.look()).done).toBe(0);
  const event = { of: 'container', action: 'die', attributes: {} };
  run.record(event);
  expect((await run.look()).done, 'the event of the first step is not one of the second').toBe(1);
  run.record(event);
  expect((await run.look()).done).toBe(2);
  state = { container: [{ ...web, Id: '2' }] };
  expect((await run.look()).done).toBe(3);
});

test('what happened before it is forgotten does not count, but what existed is still not new', async () => {
  let state: LabState = { container: [web] };
  const run = new LabRun(
    [step(died, objects('container', { isNew: true }))],
    engineWith(() => state),
  );
  const event = { of: 'container', action: 'die', attributes: {} };
  await run.look();
  run.record(event);
  expect((await run.look()).ticks).toEqual([true, false]);
  state = { container: [web, { Id: '2', Name: '/new' }] };
  run.forgetEvents();
  expect((await run.look()).ticks).toEqual([false, true]);
  run.record(event);
  expect((await run.look()).done).toBe(1);
});

test('looks come one after the other, so that a step is done once', async () => {
  const run = new LabRun(
    [step(objects('volume')), step(objects('network'))],
    engineWith(() => ({ volume: [{ Name: 'data' }] })),
  );
  const looks = await Promise.all([run.look(), run.look()]);
  expect(looks.map(({ done }) => done)).toEqual([1, 1]);
});

test('a lab continues at the step that is open', async () => {
  const run = new LabRun(
    [step(died), step(objects('volume'))],
    engineWith(() => ({})),
    1,
  );
  expect(await run.look()).toEqual({ done: 1, ticks: [false] });
});

test.each<[string, LabCondition, boolean]>([
  ['a file', { kind: 'file', says: '', in: 'home', path: '/a', is: 'present' }, true],
  ['an answer', { kind: 'answers', says: '', port: 80, path: '/', status: 200 }, true],
  ['an image', objects('image'), true],
  ['near miss: a container', objects('container'), false],
])('%s changes without an event: %s', (_name, condition, isPolled) =>
  expect(
    new LabRun(
      [step(condition)],
      engineWith(() => ({})),
    ).needsPolling,
  ).toBe(isPolled),
);
