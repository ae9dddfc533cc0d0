import { jsonBytes, runnerBodyMaxBytes, type RunEvent } from '@dfm/contracts';
import { expect, test, vi } from 'vitest';
import { EventBatcher } from './event-batcher.ts';

const notice = (message: string): RunEvent => ({ type: 'notice', atMs: 0, message });
const log = (text: string, key = 'a'): RunEvent => ({
  type: 'log',
  atMs: 0,
  source: 'run',
  stream: 'stdout',
  key,
  text,
});

test('events are sent in order, in batches with the number of their first event, and flush waits for the last', async () => {
  const sent: RunEvent[][] = [];
  const firsts: number[] = [];
  const batcher = new EventBatcher(
    async (events, first) => void (sent.push(events), firsts.push(first)),
    () => undefined,
  );
  for (let n = 0; n < 1200; n += 1) batcher.add(notice(String(n)));
  await batcher.flush();
  expect(sent.map((batch) => batch.length)).toEqual([500, 500, 200]);
  expect(firsts).toEqual([1, 501, 1001]);
  expect(sent.flat().map((event) => event.type === 'notice' && event.message)).toEqual(
    Array.from({ length: 1200 }, (_, n) => String(n)),
  );
});

test('events are sent without a flush', async () => {
  const { promise, resolve } = Promise.withResolvers<RunEvent[]>();
  new EventBatcher(
    async (events) => resolve(events),
    () => undefined,
  ).add(notice('one'));
  expect(await promise).toEqual([notice('one')]);
});

test('after a pause an event is sent immediately, and the following ones are batched', async () => {
  vi.useFakeTimers();
  try {
    const sent: number[] = [];
    const batcher = new EventBatcher(
      async (events) => void sent.push(events.length),
      () => undefined,
    );
    for (const message of ['1', '2']) batcher.add(notice(message));
    await vi.advanceTimersByTimeAsync(20);
    expect(sent).toEqual([2]);
    batcher.add(notice('3'));
    await vi.advanceTimersByTimeAsync(50);
    batcher.add(notice('4'));
    await vi.advanceTimersByTimeAsync(49);
    expect(sent).toEqual([2]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([2, 2]);
  } finally {
    vi.useRealTimers();
  }
});

test('there are never two concurrent calls, even if events are added during one', async () => {
  let inFlight = 0;
  let maxInFlight = 0;
  const order: string[] = [];
  const batcher = new EventBatcher(
    async (events) => {
      maxInFlight = Math.max(maxInFlight, (inFlight += 1));
      await new Promise((resolve) => setImmediate(resolve));
      order.push(...events.map((event) => (event.type === 'notice' ? event.message : '')));
      inFlight -= 1;
    },
    () => undefined,
  );
  batcher.add(notice('1'));
  const first = batcher.flush();
  batcher.add(notice('2'));
  const second = batcher.flush();
  batcher.add(notice('3'));
  await Promise.all([first, second, batcher.flush()]);
  expect([maxInFlight, order]).toEqual([1, ['1', '2', '3']]);
});

test('queued output of one step is joined, unless a different step, stream or event is in between', async () => {
  const sent: RunEvent[] = [];
  const batcher = new EventBatcher(
    async (events) => void sent.push(...events),
    () => undefined,
  );
  for (const event of [log('1'), log('2'), log('3', 'b'), log('4'), notice('n'), log('5')])
    batcher.add(event);
  await batcher.flush();
  expect(sent).toEqual([log('12'), log('3', 'b'), log('4'), notice('n'), log('5')]);
});

const step = (name: string): RunEvent => ({
  type: 'step',
  atMs: 0,
  build: 'cold',
  key: name.slice(0, 9),
  stage: 'stage-0',
  name,
  state: 'ran',
});

test.each<[name: string, events: RunEvent[]]>([
  ['step names', Array.from({ length: 100 }, (_, n) => step(`${n} ${'x'.repeat(200_000)}`))],
  ['characters that take six bytes each', Array.from({ length: 8 }, () => log('\u0001'.repeat(170_000)))],
  ['many small ones', Array.from({ length: 3_000 }, (_, n) => notice(`${n} ${'y'.repeat(1_000)}`))],
  ['a single event that is too large', [step('z'.repeat(9_000_000))]],
])('every call is far below the site’s limit: %s', async (_name, events) => {
  const sent: RunEvent[][] = [];
  const batcher = new EventBatcher(
    async (batch) => void sent.push(batch),
    () => undefined,
  );
  for (const event of events) batcher.add(event);
  await batcher.flush();
  for (const batch of sent)
    expect(jsonBytes({ fence: 1, first: 1, events: batch })).toBeLessThan(runnerBodyMaxBytes / 4);
  const count = sent.flat().filter(({ type }) => type !== 'log').length;
  expect(count).toBe(events.filter(({ type }) => type !== 'log').length);
});

test('a rejected call is reported once, and nothing more is sent', async () => {
  const failures: unknown[] = [];
  let calls = 0;
  const batcher = new EventBatcher(
    async () => {
      calls += 1;
      throw new Error('stale');
    },
    (error) => failures.push(error),
  );
  batcher.add(notice('1'));
  await batcher.flush();
  batcher.add(notice('2'));
  await batcher.flush();
  expect([calls, failures.length]).toEqual([1, 1]);
});

test('a flush with nothing to send resolves', async () => {
  await new EventBatcher(
    async () => expect.unreachable(),
    () => undefined,
  ).flush();
});
