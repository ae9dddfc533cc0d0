import { expect, test } from 'vitest';
import { preparePaste } from './paste-text.ts';

test.each([
  ['one line', 'docker ps', false, 'docker ps', false],
  ['a tab', 'a\tb', false, 'a\tb', false],
  ['several lines ask first', 'a\nb', false, 'a\rb', true],
  ['a line with its end would run too', 'a\n', false, 'a\r', true],
  ['Windows line endings are one each', 'a\r\nb', false, 'a\rb', true],
  ['several lines into a program that knows pasting', 'a\nb', true, '\x1b[200~a\rb\x1b[201~', false],
  [
    'the end of the bracket in the text does not end it',
    'a\x1b[201~rm -r .\n',
    true,
    '\x1b[200~a[201~rm -r .\r\x1b[201~',
    false,
  ],
  ['escape, bell, Ctrl C and C1 controls are removed', '\x1ba\x07\x03\x9bb\x7f', false, 'ab', false],
  ['characters outside ASCII stay', 'größe 🐳 e\u0301', false, 'größe 🐳 e\u0301', false],
  ['nothing is sent for nothing', '\x1b', true, '', false],
])('%s', (_name, copied, isBracketed, text, runsAtOnce) => {
  expect(preparePaste(copied, isBracketed)).toEqual({ text, runsAtOnce });
});
