import type { Confirmation, RunSnapshot } from '@dfm/contracts/browser-api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pollConfirmation } from './poll-confirmation.ts';
import type { readRun } from './run-api.ts';

type Answer = Awaited<ReturnType<typeof readRun>>;

const failed = (code: string): Answer => ({ ok: false, problem: { code, message: '' } });
const read = (state: Confirmation['state'] | undefined): Answer => ({
  ok: true,
  value: { confirmation: state && { state } } as RunSnapshot,
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each<[name: string, answers: Answer[], reads: number, reported: (string | undefined)[]]>([
  ['until it is confirmed', [read('waiting'), read('confirmed')], 2, ['waiting', 'confirmed']],
  [
    'after a failed read',
    [read('waiting'), failed('offline'), read('confirmed')],
    3,
    ['waiting', 'confirmed'],
  ],
  ['after a first read that failed', [failed('internal'), read('confirmed')], 2, ['confirmed']],
  ['near miss: nothing to confirm', [read(undefined), read('confirmed')], 1, [undefined]],
  ['near miss: a different session', [failed('unauthenticated'), read('confirmed')], 1, []],
  [
    'near miss: the run no longer exists',
    [read('waiting'), failed('not-found'), read('waiting')],
    2,
    ['waiting'],
  ],
])('polls %s', async (_name, answers, reads, reported) => {
  const left = [...answers];
  const next = vi.fn<() => Promise<Answer>>(() => Promise.resolve(left.shift()!));
  const report = vi.fn<(confirmation: Confirmation | undefined) => void>();
  pollConfirmation(next, report);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(next).toHaveBeenCalledTimes(reads);
  expect(report.mock.calls.map(([confirmation]) => confirmation?.state)).toEqual(reported);
});

test('a failed read is repeated after the usual interval', async () => {
  const next = vi.fn<() => Promise<Answer>>(() => Promise.resolve(failed('offline')));
  const stop = pollConfirmation(next, () => {});
  await vi.advanceTimersByTimeAsync(3_999);
  expect(next).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(next).toHaveBeenCalledTimes(2);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(next).toHaveBeenCalledTimes(2);
});

test('a read that ends after the stop reports nothing', async () => {
  const report = vi.fn<(confirmation: Confirmation | undefined) => void>();
  pollConfirmation(() => Promise.resolve(read('waiting')), report)();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(report).not.toHaveBeenCalled();
});
