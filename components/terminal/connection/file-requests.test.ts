import type { FileRequest } from '@dfm/contracts/terminal-files';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FileRequests, REQUEST_PAUSE_MS, UNANSWERED_MAX } from './file-requests.ts';

const list = (path: string): FileRequest => ({ kind: 'list', path });
let sent: [number: number, request: FileRequest][];
let requests: FileRequests;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  requests = new FileRequests((number, request) => sent.push([number, request]));
  requests.setConnected(true);
});
afterEach(() => vi.useRealTimers());

test('each request gets the answer with its number', async () => {
  const [first, second] = [requests.ask(list('a')), requests.ask(list('b'))];
  vi.advanceTimersByTime(REQUEST_PAUSE_MS);
  expect(sent).toEqual([
    [1, list('a')],
    [2, list('b')],
  ]);
  requests.answered(2, { kind: 'done' });
  requests.answered(1, { kind: 'failed', reason: 'gone' });
  expect(await second).toEqual({ kind: 'done' });
  expect(await first).toEqual({ kind: 'failed', reason: 'gone' });
});

test('requests are spread over time, and few are on their way at once', () => {
  for (let n = 1; n <= UNANSWERED_MAX + 2; n += 1) void requests.ask(list(`${n}`));
  expect(sent).toHaveLength(1);
  vi.advanceTimersByTime(REQUEST_PAUSE_MS - 1);
  expect(sent).toHaveLength(1);
  vi.advanceTimersByTime(60_000);
  expect(sent).toHaveLength(UNANSWERED_MAX);
  requests.answered(1, { kind: 'done' });
  expect(sent.at(-1)).toEqual([UNANSWERED_MAX + 1, list(`${UNANSWERED_MAX + 1}`)]);
});

test('without a connection, requests fail: those on their way, those that wait, and new ones', async () => {
  const outcomes = Array.from({ length: UNANSWERED_MAX + 1 }, () => requests.ask(list('a')));
  vi.advanceTimersByTime(1_000);
  requests.setConnected(false);
  outcomes.push(requests.ask(list('b')));
  for (const outcome of outcomes) expect(await outcome).toEqual({ kind: 'failed', reason: 'disconnected' });
  expect(sent).toHaveLength(UNANSWERED_MAX);
});

test('an answer that comes after a new connection belongs to no request', async () => {
  const lost = requests.ask(list('a'));
  requests.setConnected(false);
  requests.setConnected(true);
  vi.advanceTimersByTime(REQUEST_PAUSE_MS);
  const again = requests.ask(list('a'));
  requests.answered(1, { kind: 'done' });
  requests.answered(2, { kind: 'failed', reason: 'gone' });
  expect(await lost).toMatchObject({ reason: 'disconnected' });
  expect(await again).toMatchObject({ reason: 'gone' });
});
