import { expect, test } from 'vitest';
import { merged } from './merged.ts';

let open = 0;
let maxOpen = 0;

async function* counted(name: string, count: number): AsyncGenerator<string> {
  maxOpen = Math.max(maxOpen, ++open);
  try {
    for (let n = 1; n <= count; n++) {
      await Promise.resolve();
      yield `${name}${n}`;
    }
  } finally {
    open--;
  }
}

test.each<[string, number[], number]>([
  ['no sources', [], 2],
  ['one source', [3], 2],
  ['as many as may be open', [3, 1], 2],
  ['more than may be open, each in its turn', [2, 3, 1, 4, 2], 2],
  ['one at a time', [2, 3, 1], 1],
  ['empty sources', [0, 2, 0], 1],
])('%s: yields everything, each source in order', async (_name, counts, atOnce) => {
  maxOpen = 0;
  const names = 'abcde';
  const all: string[] = [];
  for await (const value of merged(
    counts.map((count, index) => () => counted(names[index]!, count)),
    atOnce,
  ))
    all.push(value);
  for (const [index, count] of counts.entries())
    expect(all.filter((value) => value.startsWith(names[index]!))).toEqual(
      Array.from({ length: count }, (_, n) => `${names[index]}${n + 1}`),
    );
  expect(all).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
  expect(maxOpen).toBe(Math.min(atOnce, counts.length));
  expect(open).toBe(0);
});

test('rethrows the error of a source', async () => {
  const failing = async function* (): AsyncGenerator<string> {
    yield 'a';
    throw new Error('broken');
  };
  const all: string[] = [];
  await expect(
    (async () => {
      for await (const value of merged([failing], 2)) all.push(value);
    })(),
  ).rejects.toThrow('broken');
  expect(all).toEqual(['a']);
});
