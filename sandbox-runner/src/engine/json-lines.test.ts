import { expect, test } from 'vitest';
import { jsonLines } from './json-lines.ts';

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const value of jsonLines(source)) all.push(value);
  return all;
}

test.each([
  ['one line per chunk', ['{"a":1}\n', '{"a":2}\n'], [{ a: 1 }, { a: 2 }]],
  [
    'several lines per chunk, with empty lines between them',
    ['{"a":1}\r\n\r\n{"a":2}\n'],
    [{ a: 1 }, { a: 2 }],
  ],
  ['lines split across chunks', ['{"a"', ':1}', '\n{"a":2', '}\n'], [{ a: 1 }, { a: 2 }]],
  ['no line break at the end', ['{"a":1}'], [{ a: 1 }]],
])('%s', async (_name, texts, expected) => {
  expect(await collect(chunks(...texts))).toEqual(expected);
});

test('a line that is not JSON is blamed on the engine', async () => {
  await expect(collect(chunks('{"a":1}\nnonsense\n'))).rejects.toMatchObject({ code: 'engine-lost' });
});

test('an endless line is rejected before it fills the memory', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    const block = new Uint8Array(1024 * 1024).fill(0x61);
    for (;;) yield block;
  }
  await expect(collect(endless())).rejects.toMatchObject({ code: 'engine-lost' });
});
