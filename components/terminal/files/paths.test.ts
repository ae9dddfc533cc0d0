import { expect, test } from 'vitest';
import { childOf, isWithin, moved, nameOf, parentOf } from './paths.ts';

test.each([
  ['a', '', 'a'],
  ['a/b', 'a', 'b'],
  ['a/b/c', 'a/b', 'c'],
])('%s is in %j', (path, parent, name) => {
  expect(parentOf(path)).toBe(parent);
  expect(nameOf(path)).toBe(name);
  expect(childOf(parent, name)).toBe(path);
});

test.each([
  ['a', 'a', true],
  ['a/b', 'a', true],
  ['ab', 'a', false],
  ['a', 'a/b', false],
  ['a', '', true],
])('%s within %j: %s', (path, folder, expected) => expect(isWithin(path, folder)).toBe(expected));

test.each([
  ['a', 'b'],
  ['a/x', 'b/x'],
  ['ab', 'ab'],
  ['c/a', 'c/a'],
])('%s after a was renamed to b: %s', (path, expected) => expect(moved(path, 'a', 'b')).toBe(expected));
