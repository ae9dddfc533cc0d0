import type { QueuePosition } from '@dfm/contracts/browser-api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { log } from '../platform/log.ts';
import { followedQueue } from './followed-queue.ts';
import type { queuePositions as readQueue } from './queue-position.ts';

const queuePositions = vi.hoisted(() => vi.fn<typeof readQueue>());
vi.mock('./queue-position.ts', () => ({ queuePositions }));

const position: QueuePosition = { place: 1, runners: 1, lacks: [] };

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(log, 'error').mockReturnValue(undefined);
});
afterEach(() => vi.useRealTimers());

test('after a read that took long and failed, a new follower waits no longer than for any later position', async () => {
  queuePositions.mockImplementationOnce(async () => {
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    throw new Error('the database does not answer');
  });
  const leave = followedQueue().follow('first', () => undefined);
  await vi.advanceTimersByTimeAsync(5_000);
  leave();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(log.error).toHaveBeenCalledOnce();

  queuePositions.mockResolvedValue(new Map([['second', position]]));
  const receive = vi.fn<(position: QueuePosition) => void>();
  followedQueue().follow('second', receive);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(receive).toHaveBeenCalledExactlyOnceWith(position);
});
