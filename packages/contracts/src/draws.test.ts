import { expect, test } from 'vitest';
import { drawInWords } from './draw-in-words.ts';
import { drawsSchema } from './draws.ts';

test.each<[name: string, draws: unknown, problem: string | undefined]>([
  ['two draws', [{ port: 1 }, { port: 2 }], undefined],
  [
    'the order of names does not matter',
    [
      { a: 1, b: 'x' },
      { b: 'y', a: 1 },
    ],
    undefined,
  ],
  ['one draw', [{ port: 1 }], 'Too small'],
  ['a missing name', [{ a: 1, b: 2 }, { a: 2 }], 'same names as the first draw'],
  ['another name', [{ a: 1 }, { b: 2 }], 'same names as the first draw'],
  ['another type', [{ a: 1 }, { a: '2' }], 'same types of values'],
  ['the same draw twice', [{ a: 1 }, { a: 2 }, { a: 1 }], 'is the same as draw 1'],
  ['a reserved name', [{ nonce: 1 }, { nonce: 2 }], 'not be nonce'],
  ['near miss: a name that contains a reserved one', [{ nonces: 1 }, { nonces: 2 }], undefined],
  ['a name with a hyphen', [{ 'a-b': 1 }, { 'a-b': 2 }], 'letters and digits'],
  ['an empty text', [{ a: '' }, { a: 'x' }], 'Too small'],
])('%s', (_name, draws, problem) => {
  const { error } = drawsSchema.safeParse(draws);
  if (problem === undefined) expect(error).toBeUndefined();
  else expect(JSON.stringify(error?.issues)).toContain(problem);
});

test('in words', () => {
  expect(drawInWords({ port: 8010, path: '/live' })).toBe('port 8010, path /live');
});
