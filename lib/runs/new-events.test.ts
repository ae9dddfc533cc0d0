import { beforeEach, expect, test, vi } from 'vitest';
import { log } from '../platform/log.ts';
import { newEvents, pastEvents } from './new-events.ts';

interface Query {
  runs: string[];
  answer(): void;
}
const queries: Query[] = vi.hoisted(() => []);

/** Every run has one event: the last one of a compacted run. The results of the runs are read separately. */
vi.mock('../db/client.ts', () => ({
  db: () => ({
    $queryRaw: (_sql: unknown, runs: string[]) =>
      new Promise((resolve) => {
        const rows = runs.map((_, n) => ({ stream: BigInt(n + 1), seq: 1n, event: { type: 'result' } }));
        queries.push({ runs, answer: () => resolve(rows) });
      }),
    run: {
      findUnique: ({ where: { id } }: { where: { id: string } }) =>
        id === 'broken' ? Promise.reject(new Error('no connection')) : Promise.resolve(null),
    },
  }),
}));

beforeEach(() => {
  queries.length = 0;
  vi.spyOn(log, 'error').mockReturnValue(undefined);
});

/** Answers the oldest query, as soon as there is one. */
async function answerNext(): Promise<string[]> {
  await vi.waitFor(() => expect(queries).not.toEqual([]));
  const { runs, answer } = queries.shift()!;
  answer();
  return runs;
}

test('live streams do not wait for the events of past runs, of which few are read together', async () => {
  const past = Array.from({ length: 7 }, (_, n) => pastEvents({ runId: `past-${n}`, after: 0n }));
  const live = newEvents({ runId: 'live', after: 0n });
  expect(queries.map(({ runs }) => runs)).toEqual([['past-0'], ['live']]);
  queries.pop()!.answer();
  expect(await live).toMatchObject({ lastSeq: 1n });

  expect(await answerNext()).toEqual(['past-0']);
  expect(await answerNext()).toEqual(['past-1', 'past-2', 'past-3', 'past-4', 'past-5']);
  expect(await answerNext()).toEqual(['past-6']);
  await Promise.all(past);
});

test('a failure to read the events of a run is an error of its streams only', async () => {
  const [first, broken, other] = ['first', 'broken', 'other'].map((runId) => newEvents({ runId, after: 0n }));
  await answerNext();
  await first;
  const answers = Promise.allSettled([broken, other]);
  expect(await answerNext()).toEqual(['broken', 'other']);
  expect(await answers).toMatchObject([
    { status: 'rejected', reason: { message: 'no connection' } },
    { status: 'fulfilled', value: { lastSeq: 1n } },
  ]);
});
