import { expect, test } from 'vitest';
import { batching } from './batching.ts';

/** Answers with the number of the batch and its request; a batch is finished by hand. */
function batches(max: number) {
  const begun: { requests: readonly string[]; finish: () => void; fail: (error: Error) => void }[] = [];
  const ask = batching<string, string>(
    max,
    (requests) =>
      new Promise((resolve, reject) => {
        const number = begun.length;
        begun.push({
          requests,
          finish: () => resolve(requests.map((request) => `${number} ${request}`)),
          fail: reject,
        });
      }),
  );
  return { ask, begun };
}

test('calls during a batch are answered by the next one, each with its own answer', async () => {
  const { ask, begun } = batches(10);
  const answers = [ask('a'), ask('b'), ask('c')];
  expect(begun.map(({ requests }) => requests)).toEqual([['a']]);
  begun[0]!.finish();
  expect(await answers[0]).toBe('0 a');
  begun[1]!.finish();
  expect(await Promise.all(answers)).toEqual(['0 a', '1 b', '1 c']);
});

test('a batch is at most as long as its limit', async () => {
  const { ask, begun } = batches(2);
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(ask);
  begun[0]!.finish();
  await a;
  begun[1]!.finish();
  await Promise.all([b, c]);
  begun[2]!.finish();
  expect(await d).toBe('2 d');
  expect(begun.map(({ requests }) => requests)).toEqual([['a'], ['b', 'c'], ['d']]);
});

test('an error is the answer to its batch only, and a call after an idle time starts at once', async () => {
  const { ask, begun } = batches(10);
  const failed = ask('a');
  const next = ask('b');
  begun[0]!.fail(new Error('no connection'));
  await expect(failed).rejects.toThrow('no connection');
  begun[1]!.finish();
  expect(await next).toBe('1 b');
  const later = ask('c');
  begun[2]!.finish();
  expect(await later).toBe('2 c');
});

test('a rejected promise as an answer is the error of its request only', async () => {
  const ask = batching<string, string>(10, (requests) => {
    const answers = requests.map((request) =>
      request === 'bad' ? Promise.reject(new Error('unreadable')) : Promise.resolve(request),
    );
    return Promise.allSettled(answers).then(() => answers);
  });
  const [first, bad, good] = ['first', 'bad', 'good'].map(ask);
  await expect(bad).rejects.toThrow('unreadable');
  expect(await Promise.all([first, good])).toEqual(['first', 'good']);
});
