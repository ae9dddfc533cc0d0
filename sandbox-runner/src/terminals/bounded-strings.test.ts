import { describe, expect, test } from 'vitest';
import { BoundedStrings } from './bounded-strings.ts';

const long = 'x'.repeat(5_000);
const kept = 'x'.repeat(4_096);
const pass = (...pieces: string[]) => {
  const strings = new BoundedStrings();
  return pieces.map((piece) => strings.pass(piece)).join('');
};

describe('what stays as it is', () => {
  test.each([
    ['text', long],
    ['colours and long text', `\x1b[31m${long}\x1b[0m`],
    ['a title, and long text after it', `\x1b]0;title\x07${long}`],
    ['a link, and long text in it', `\x1b]8;;http://a.example\x1b\\${long}\x1b]8;;\x1b\\`],
    ['a query of a setting', `\x1bP$qm\x1b\\${long}`],
    ['a string that ends with a C1 control', `\x9d0;title\x9c${long}`],
    ['a string that was given up', `\x1b]0;title\x18${long}`],
    ['a string that another sequence ends', `\x1b]0;title\x1b[1m${long}`],
    ['what is no string: SOS, PM and APC are not kept', `\x1b_${long}\x1b\\`],
    ['a bell', `\x07${long}`],
  ])('%s', (_what, text) => {
    expect(pass(text)).toBe(text);
    expect(pass(...text), 'character by character').toBe(text);
  });
});

describe('what is shortened', () => {
  test.each([
    ['a title', '\x1b]', '\x07'],
    ['a title, 8 bits', '\x9d', '\x9c'],
    ['an image', '\x1bP', '\x1b\\'],
    ['an image, 8 bits', '\x90', '\x9c'],
  ])('%s', (_what, start, end) => {
    const text = `a${start}${long}${end}${long}`;
    const expected = `a${start}${kept}${end}${long}`;
    expect(pass(text)).toBe(expected);
    expect(pass(...text), 'character by character').toBe(expected);
  });

  test('a bell does not end a string of a device', () => {
    expect(pass(`\x1bP\x07${long}\x07${long}`)).toBe(`\x1bP\x07${kept.slice(1)}`);
  });

  test('a string that never ends', () => {
    expect(pass('\x1b', ']', ...Array.from({ length: 100 }, () => long))).toBe(`\x1b]${kept}`);
  });
});
