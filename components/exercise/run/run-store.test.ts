import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { KnownRun } from './run-state.ts';
import { openRunStore } from './run-store.ts';

beforeEach(() => vi.stubGlobal('document', {}));
afterEach(() => vi.unstubAllGlobals());

const run = (id: string): KnownRun => ({ id, status: 'queued', files: {} });
const open = (slug: string, newest?: KnownRun) => openRunStore(slug, { run: newest, usualMs: undefined });

test('a page that is opened again has the run that was started on it, also if the site responded in between', () => {
  const first = open('left');
  first.dispatch({ type: 'submit', files: {} });
  expect(open('left')).toBe(first);
  first.dispatch({ type: 'submitted', run: run('r1') });
  expect(open('left').state()).toMatchObject({ stage: 'following', runId: 'r1' });
});

test.each<[name: string, slug: string, reopened: () => string | undefined, expected: string | undefined]>([
  ['a newer run of another tab', 'newer', () => open('newer', run('r2')).state().runId, 'r2'],
  ['near miss: an older run', 'older', () => open('older', run('r0')).state().runId, 'r1'],
  ['near miss: the same run', 'same', () => open('same', run('r1')).state().runId, 'r1'],
  ['another exercise', 'this', () => open('other').state().runId, undefined],
])('a page that is opened again and knows %s', (_name, slug, reopened, expected) => {
  const first = open(slug, run('r1'));
  first.dispatch({ type: 'cancelled', runId: 'r1' });
  expect(reopened()).toBe(expected);
});

test('on the server, nothing is kept', () => {
  vi.unstubAllGlobals();
  open('server').dispatch({ type: 'submitted', run: run('r1') });
  expect(open('server').state().runId).toBeUndefined();
});

test('listeners are notified of changes only', () => {
  const store = open('listened');
  const listener = vi.fn<() => void>();
  const stop = store.subscribe(listener);
  store.dispatch({ type: 'online' });
  expect(listener).not.toHaveBeenCalled();
  store.dispatch({ type: 'submit', files: {} });
  expect(listener).toHaveBeenCalledTimes(1);
  stop();
  store.dispatch({ type: 'submitted', run: run('r1') });
  expect(listener).toHaveBeenCalledTimes(1);
});
