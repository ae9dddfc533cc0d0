import { expect, test } from 'vitest';
import { layerRuns, sharedRuns } from './layer-runs.ts';
import { image } from './test-state.ts';

/** `A2 -1`: two layers labelled A, then one of its own. */
const textsOf = (stacks: readonly (readonly string[])[]) =>
  [...layerRuns(stacks.map((layers, index) => image(`image-${index}`, layers))).values()].map((runs) =>
    runs.map(({ layers, label }) => `${label ?? '-'}${layers}`).join(' '),
  );

test.each<[name: string, stacks: string[][], expected: string[]]>([
  ['one image', [['a', 'b']], ['-2']],
  ['an image without layers', [[]], ['']],
  [
    'a common beginning',
    [
      ['a', 'b', 'c'],
      ['a', 'b', 'd', 'e'],
    ],
    ['A2 -1', 'A2 -2'],
  ],
  [
    'one image on top of a different one',
    [
      ['a', 'b'],
      ['a', 'b', 'c'],
    ],
    ['A2', 'A2 -1'],
  ],
  ['the same layers', [['a'], ['a']], ['A1', 'A1']],
  [
    'beginnings of different lengths',
    [
      ['a', 'b', 'c'],
      ['a', 'b', 'd'],
      ['a', 'e'],
    ],
    ['A1 B1 -1', 'A1 B1 -1', 'A1 -1'],
  ],
  [
    'two families',
    [
      ['a', 'b'],
      ['c', 'd'],
      ['a', 'x'],
      ['c', 'y'],
    ],
    ['A1 -1', 'B1 -1', 'A1 -1', 'B1 -1'],
  ],
  [
    'near miss: the same layer on different ones',
    [
      ['a', 'x'],
      ['b', 'x'],
    ],
    ['-2', '-2'],
  ],
  [
    'near miss: the same layers in a different order',
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    ['-2', '-2'],
  ],
  [
    'an empty layer twice in an image',
    [
      ['a', 'e', 'e'],
      ['a', 'e', 'b'],
    ],
    ['A2 -1', 'A2 -1'],
  ],
])('%s', (_name, stacks, expected) => expect(textsOf(stacks)).toEqual(expected));

test('labels after Z', () => {
  const stacks = Array.from({ length: 28 }, (_, i) => [
    [`base ${i}`, 'a'],
    [`base ${i}`, 'b'],
  ]).flat();
  const texts = textsOf(stacks);
  expect([texts[0], texts[50], texts[52], texts[54]]).toEqual(['A1 -1', 'Z1 -1', 'AA1 -1', 'AB1 -1']);
});

test('each shared run once, with the images that have it', () => {
  const images = [image('x', ['a', 'b']), image('y', ['a', 'b', 'c']), image('z', ['a'])];
  const shared = sharedRuns(layerRuns(images));
  expect(shared.map(({ label, images: all }) => [label, all.map(({ tags }) => tags[0])])).toEqual([
    ['A', ['x', 'y', 'z']],
    ['B', ['x', 'y']],
  ]);
});
