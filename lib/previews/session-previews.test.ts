import { expect, onTestFinished, test, vi } from 'vitest';
import type { SessionRelay } from '../sockets/session-relay.ts';
import { previewsOf } from './session-previews.ts';

function eightRequests() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const previews = previewsOf({} as SessionRelay);
  return { previews, entered: Promise.all(Array.from({ length: 8 }, () => previews.enter('requests'))) };
}

test('a ninth request waits for half a minute', async () => {
  const { previews, entered } = eightRequests();
  const ninth = previews.enter('requests');
  await vi.advanceTimersByTimeAsync(29_999);
  expect(await Promise.race([ninth, 'it waits'])).toBe('it waits');
  await vi.advanceTimersByTimeAsync(1);
  expect(await ninth).toBeUndefined();
  // It takes the turn of none that comes later.
  const tenth = previews.enter('requests');
  (await entered)[0]!();
  expect(await tenth).toBeTypeOf('function');
});

test('a ninth request goes on when one has ended, and before a tenth', async () => {
  const { previews, entered } = eightRequests();
  const [ninth, tenth] = [previews.enter('requests'), previews.enter('requests')];
  (await entered)[0]!();
  expect(await ninth).toBeTypeOf('function');
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await tenth).toBeUndefined();
});
