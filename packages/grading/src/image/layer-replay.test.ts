import { expect, test } from 'vitest';
import type { Layer, LayerEntry } from '../evidence/evidence.ts';
import { hardlink, symlink } from '../testing/layer-entry.ts';
import { replayInSteps, replayLayers } from './layer-replay.ts';

const hash = (content: string) => content.padEnd(64, '0');
const file = (
  path: string,
  bytes: number,
  content = `${path}:${bytes}`,
  more: Partial<LayerEntry> = {},
): LayerEntry => ({ path, type: 'file', bytes, mode: 0o644, uid: 0, gid: 0, sha256: hash(content), ...more });
const dir = (path: string, more: Partial<LayerEntry> = {}): LayerEntry => ({
  path,
  type: 'dir',
  bytes: 0,
  mode: 0o755,
  uid: 0,
  gid: 0,
  ...more,
});
const whiteout = (path: string) => file(path, 0);
const layersOf = (...all: LayerEntry[][]): Layer[] =>
  all.map((entries, index) => ({ diffId: `sha256:${index}`, createdBy: '', entries }));

/**
 * Planted truth: layers → [bytes per layer], [wasted per layer], waste as `path bytes layer>by kind`, live
 * file paths.
 */
const table: {
  name: string;
  layers: LayerEntry[][];
  bytes: number[];
  wasted: number[];
  waste: string[];
  live: string[];
}[] = [
  {
    name: 'one layer wastes nothing',
    layers: [[dir('a'), file('a/x', 10)]],
    bytes: [10],
    wasted: [0],
    waste: [],
    live: ['a/x'],
  },
  {
    name: 'an overwrite is attributed to the layer that contains the old bytes',
    layers: [[file('x', 10)], [file('x', 7)]],
    bytes: [10, 7],
    wasted: [10, 0],
    waste: ['x 10 0>1 overwritten'],
    live: ['x'],
  },
  {
    name: 'three writes of one path: two are wasted',
    layers: [[file('x', 10)], [file('x', 7)], [file('x', 5)]],
    bytes: [10, 7, 5],
    wasted: [10, 7, 0],
    waste: ['x 10 0>1 overwritten', 'x 7 1>2 overwritten'],
    live: ['x'],
  },
  {
    name: 'the same name in a different directory is a different file',
    layers: [[file('a/x', 10)], [file('b/x', 10)]],
    bytes: [10, 10],
    wasted: [0, 0],
    waste: [],
    live: ['a/x', 'b/x'],
  },
  {
    name: 'a whiteout of a file',
    layers: [[file('x', 10), file('y', 3)], [whiteout('.wh.x')]],
    bytes: [13, 0],
    wasted: [10, 0],
    waste: ['x 10 0>1 deleted'],
    live: ['y'],
  },
  {
    name: 'a whiteout of a directory removes the entire subtree, across several layers',
    layers: [[dir('d'), file('d/x', 10)], [dir('d/e'), file('d/e/y', 5)], [whiteout('.wh.d')]],
    bytes: [10, 5, 0],
    wasted: [10, 5, 0],
    waste: ['d/x 10 0>2 deleted', 'd/e/y 5 1>2 deleted'],
    live: [],
  },
  {
    name: 'a whiteout does not touch a longer name',
    layers: [[file('lib', 10), file('lib2', 4)], [whiteout('.wh.lib')]],
    bytes: [14, 0],
    wasted: [10, 0],
    waste: ['lib 10 0>1 deleted'],
    live: ['lib2'],
  },
  {
    name: 'a whiteout affects only lower layers, although it comes after the entry',
    layers: [[file('x', 10)], [file('x', 7), whiteout('.wh.x')]],
    bytes: [10, 7],
    wasted: [10, 0],
    waste: ['x 10 0>1 overwritten'],
    live: ['x'],
  },
  {
    name: 'a whiteout of a path that never existed',
    layers: [[file('x', 10)], [whiteout('a/.wh.y')]],
    bytes: [10, 0],
    wasted: [0, 0],
    waste: [],
    live: ['x'],
  },
  {
    name: 'a malformed whiteout removes nothing',
    layers: [[file('a/x', 10)], [whiteout('a/.wh.'), whiteout('a/.wh..'), whiteout('a/.wh...')]],
    bytes: [10, 0],
    wasted: [0, 0],
    waste: [],
    live: ['a/x'],
  },
  {
    name: 'an opaque directory hides lower layers, before or after its new children in the tar',
    layers: [
      [dir('d'), file('d/x', 10), file('d/y', 3)],
      [dir('d'), file('d/y', 4), whiteout('d/.wh..wh..opq'), file('d/z', 2)],
    ],
    bytes: [13, 6],
    wasted: [13, 0],
    waste: ['d/x 10 0>1 deleted', 'd/y 3 0>1 overwritten'],
    live: ['d/y', 'd/z'],
  },
  {
    name: 'an opaque marker does not affect sibling directories',
    layers: [
      [file('d/x', 10), file('e/x', 9)],
      [dir('d'), whiteout('d/.wh..wh..opq')],
    ],
    bytes: [19, 0],
    wasted: [10, 0],
    waste: ['d/x 10 0>1 deleted'],
    live: ['e/x'],
  },
  {
    name: 'an opaque marker at the root hides everything below',
    layers: [
      [dir('d'), file('d/x', 10)],
      [whiteout('.wh..wh..opq'), file('y', 2)],
    ],
    bytes: [10, 2],
    wasted: [10, 0],
    waste: ['d/x 10 0>1 deleted'],
    live: ['y'],
  },
  {
    name: 'same bytes with a new owner are a metadata copy',
    layers: [[file('x', 10, 'same')], [file('x', 10, 'same', { uid: 1000 })]],
    bytes: [10, 10],
    wasted: [10, 0],
    waste: ['x 10 0>1 metadata-copy'],
    live: ['x'],
  },
  {
    name: 'same bytes with a new mode are a metadata copy',
    layers: [[file('x', 10, 'same')], [file('x', 10, 'same', { mode: 0o755 })]],
    bytes: [10, 10],
    wasted: [10, 0],
    waste: ['x 10 0>1 metadata-copy'],
    live: ['x'],
  },
  {
    name: 'near miss: new owner and new bytes are an overwrite',
    layers: [[file('x', 10, 'one')], [file('x', 10, 'two', { uid: 1000 })]],
    bytes: [10, 10],
    wasted: [10, 0],
    waste: ['x 10 0>1 overwritten'],
    live: ['x'],
  },
  {
    name: 'near miss: same bytes, same owner and mode are an overwrite',
    layers: [[file('x', 10, 'same')], [file('x', 10, 'same')]],
    bytes: [10, 10],
    wasted: [10, 0],
    waste: ['x 10 0>1 overwritten'],
    live: ['x'],
  },
  {
    name: 'near miss: a new mode on a directory costs nothing',
    layers: [[dir('d'), file('d/x', 10)], [dir('d', { mode: 0o700 })]],
    bytes: [10, 0],
    wasted: [0, 0],
    waste: [],
    live: ['d/x'],
  },
  {
    name: 'hard links count once',
    layers: [[file('x', 10), hardlink('y', 'x'), hardlink('z', './x')]],
    bytes: [10],
    wasted: [0],
    waste: [],
    live: ['x', 'y', 'z'],
  },
  {
    name: 'a file is live while one of its names exists',
    layers: [[file('x', 10), hardlink('y', 'x')], [whiteout('.wh.x')]],
    bytes: [10, 0],
    wasted: [0, 0],
    waste: [],
    live: ['y'],
  },
  {
    name: 'a file is wasted once its last name is removed',
    layers: [[file('x', 10), hardlink('y', 'x')], [whiteout('.wh.x')], [whiteout('.wh.y')]],
    bytes: [10, 0, 0],
    wasted: [10, 0, 0],
    waste: ['y 10 0>2 deleted'],
    live: [],
  },
  {
    name: 'a hard link to a file of a lower layer replaces a different file',
    layers: [[file('x', 10), file('y', 7)], [hardlink('y', 'x')]],
    bytes: [17, 0],
    wasted: [7, 0],
    waste: ['y 7 0>1 overwritten'],
    live: ['x', 'y'],
  },
  {
    name: 'a file of a lower layer is live while a hard link of a later layer exists',
    layers: [[file('x', 10)], [hardlink('y', 'x')], [whiteout('.wh.x')]],
    bytes: [10, 0, 0],
    wasted: [0, 0, 0],
    waste: [],
    live: ['y'],
  },
  {
    name: 'a hard link to nothing has no bytes',
    layers: [[hardlink('y', 'x')]],
    bytes: [0],
    wasted: [0],
    waste: [],
    live: ['y'],
  },
  {
    name: 'a file that replaces a directory hides the subtree',
    layers: [[dir('d'), file('d/x', 10)], [file('d', 1)]],
    bytes: [10, 1],
    wasted: [10, 0],
    waste: ['d/x 10 0>1 deleted'],
    live: ['d'],
  },
  {
    name: 'a directory replaces a file',
    layers: [[file('d', 10)], [dir('d'), file('d/x', 1)]],
    bytes: [10, 1],
    wasted: [10, 0],
    waste: ['d 10 0>1 deleted'],
    live: ['d/x'],
  },
  {
    name: 'a symlink replaces a file',
    layers: [[file('x', 10)], [symlink('x', 'y')]],
    bytes: [10, 0],
    wasted: [10, 0],
    waste: ['x 10 0>1 deleted'],
    live: ['x'],
  },
  {
    name: 'writing a directory again keeps its children',
    layers: [
      [dir('d'), file('d/x', 10)],
      [dir('d/'), file('./d/y', 1)],
    ],
    bytes: [10, 1],
    wasted: [0, 0],
    waste: [],
    live: ['d/x', 'd/y'],
  },
  {
    name: 'names of Object.prototype are ordinary names',
    layers: [[file('__proto__/constructor', 10)], [whiteout('__proto__/.wh.constructor')]],
    bytes: [10, 0],
    wasted: [10, 0],
    waste: ['__proto__/constructor 10 0>1 deleted'],
    live: [],
  },
  {
    name: 'a path written twice in one layer counts twice',
    layers: [[file('x', 10), file('x', 4)]],
    bytes: [14],
    wasted: [10],
    waste: ['x 10 0>0 overwritten'],
    live: ['x'],
  },
];

test.each(table)('$name', ({ layers, bytes, wasted, waste, live }) => {
  const replay = replayLayers(layersOf(...layers), 0);
  expect(replay.layers.map((layer) => layer.bytes)).toEqual(bytes);
  expect(replay.layers.map((layer) => layer.wastedBytes)).toEqual(wasted);
  expect(
    replay.waste.map((item) => `${item.path} ${item.bytes} ${item.layer}>${item.by} ${item.kind}`),
  ).toEqual(waste);
  expect(replay.live.map((item) => item.path).sort()).toEqual(live);
  expect(replay.totalBytes).toBe(bytes.reduce((a, b) => a + b, 0));
  expect(replay.wastedBytes).toBe(wasted.reduce((a, b) => a + b, 0));
  expect(replay.live.reduce((sum, item) => sum + item.bytes, 0)).toBe(replay.liveBytes);
});

test('the bytes of the base are counted separately', () => {
  const replay = replayLayers(layersOf([file('x', 10)], [file('y', 5)], [file('x', 3)]), 2);
  expect(replay.baseBytes).toBe(15);
  expect(replay.layers.map((layer) => layer.fromBase)).toEqual([true, true, false]);
});

test('a live path keeps the mode, owner and content of its file, also under a different name', () => {
  const replay = replayLayers(
    layersOf([file('x', 10, 'a', { mode: 0o4755, uid: 7, gid: 8 }), hardlink('y', 'x')]),
    0,
  );
  expect(replay.live).toContainEqual({
    path: 'y',
    type: 'hardlink',
    bytes: 0,
    layer: 0,
    mode: 0o4755,
    uid: 7,
    gid: 8,
    linkname: 'x',
    sha256: hash('a'),
  });
});

test('120 layers with 100 000 entries and a path 20 000 directories deep', () => {
  const layers = Array.from({ length: 119 }, (_, layer) =>
    Array.from({ length: 840 }, (__, index) => file(`srv/${index % 60}/${index}`, 3, `${layer}:${index}`)),
  );
  layers.push([file(`${'d/'.repeat(20_000)}x`, 1)], [whiteout('.wh.d'), whiteout('.wh.srv')]);
  const replay = replayLayers(layersOf(...layers), 0);
  expect(replay.liveBytes).toBe(0);
  expect(replay.wastedBytes).toBe(119 * 840 * 3 + 1);
});

test('the replay in steps gives the same result, and no step is long', () => {
  const entries = Array.from({ length: 20_000 }, (_, index): LayerEntry => ({
    path: `srv/${index % 40}/${index}`,
    type: 'file',
    bytes: 1,
    mode: 0o644,
    uid: 0,
    gid: 0,
  }));
  const layers = [
    { diffId: 'a', createdBy: '', entries },
    { diffId: 'b', createdBy: '', entries },
  ];
  const steps = replayInSteps(layers, 1);
  let count = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) count += 1;
  expect(step.value).toEqual(replayLayers(layers, 1));
  // Entries of both layers, then the live paths.
  expect(count).toBeGreaterThan((3 * 20_000) / 2_000);
});
