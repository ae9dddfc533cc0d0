import { expect, test } from 'vitest';
import { whiteoutOf } from './whiteout.ts';

test.each([
  ['a file', 'app/.wh.data.bin', { path: 'app/data.bin', opaque: false }],
  ['a path with a leading ./', './app/.wh.data.bin', { path: 'app/data.bin', opaque: false }],
  ['everything below a directory', 'app/.wh..wh..opq', { path: 'app', opaque: true }],
  ['everything in the image', '.wh..wh..opq', { path: '', opaque: true }],
])('removes %s', (_name, path, expected) => {
  expect(whiteoutOf(path)).toEqual(expected);
});

test.each([
  ['the bookkeeping of AUFS', 'app/.wh..wh.plnk'],
  ['an empty name', 'app/.wh.'],
  ['the directory itself', 'app/.wh..'],
  ['the directory above', 'app/.wh...'],
])('removes nothing for %s', (_name, path) => {
  expect(whiteoutOf(path)).toBe('nothing');
});

test.each([
  ['a file', 'app/data.bin'],
  ['near miss: the prefix inside a name', 'app/data.wh.bin'],
  ['near miss: a directory with the prefix', 'app/.wh.old/data.bin'],
])('is not a whiteout: %s', (_name, path) => {
  expect(whiteoutOf(path)).toBeUndefined();
});
