import { expect, test } from 'vitest';
import { textOfKey, withCtrl } from './key-text.ts';

test.each([
  ['Esc', false, false, '\x1b'],
  ['Tab', false, false, '\t'],
  ['↑', false, false, '\x1b[A'],
  ['↓', false, false, '\x1b[B'],
  ['→', false, false, '\x1b[C'],
  ['←', false, false, '\x1b[D'],
  ['↑', true, false, '\x1bOA'],
  ['←', false, true, '\x1b[1;5D'],
  ['←', true, true, '\x1b[1;5D'],
  ['|', false, false, '|'],
  ['/', false, false, '/'],
  ['~', false, false, '~'],
  ['-', false, true, '\x1f'],
] as const)('%s, application mode %s, Ctrl %s', (key, isApplication, isCtrl, text) => {
  expect(textOfKey(key, isApplication, isCtrl)).toBe(text);
});

test.each([
  ['c', '\x03'],
  ['C', '\x03'],
  ['d', '\x04'],
  ['[', '\x1b'],
  ['\\', '\x1c'],
  ['_', '\x1f'],
  ['@', '\0'],
  [' ', '\0'],
  ['?', '\x7f'],
  ['1', '1'],
  ['ä', 'ä'],
  ['ls', 'ls'],
  ['\x1b[A', '\x1b[A'],
])('Ctrl with %j', (text, expected) => expect(withCtrl(text)).toBe(expected));
