import { describe, expect, test } from 'vitest';
import { inertText, plainText } from './terminal-text.ts';

const cases: [name: string, input: string, expected: string][] = [
  ['keeps colours', '\u001b[31mred\u001b[0m', '\u001b[31mred\u001b[0m'],
  ['near miss: a cursor move ends with a different letter', '\u001b[31Hred', 'red'],
  ['removes a window title (OSC 0)', 'a\u001b]0;owned\u0007b', 'ab'],
  ['removes a clipboard write (OSC 52)', 'a\u001b]52;c;ZXZpbA==\u001b\\b', 'ab'],
  ['removes a hyperlink (OSC 8) but keeps its text', '\u001b]8;;http://x\u0007text\u001b]8;;\u0007', 'text'],
  ['removes an OSC cut off at the end', 'a\u001b]52;c;ZXZp', 'a'],
  ['removes 8-bit CSI', 'a\u009b2Jb', 'ab'],
  ['removes a private-mode sequence', 'a\u001b[?1049hb', 'ab'],
  ['removes a lone escape at the end', 'a\u001b', 'a'],
  ['removes NUL, backspace and bell', 'a\u0000\u0008\u0007b', 'ab'],
  ['keeps tab and carriage return', 'a\tb\rc', 'a\tb\rc'],
  ['shows reordering characters', 'x\u202ey', 'x‹U+202E›y'],
  ['shows zero-width characters', 'x\u200by', 'x‹U+200B›y'],
  ['removes a DCS string', 'a\u001bP$q m\u001b\\b', 'ab'],
  ['shows half a surrogate pair', 'x\ud800', 'x‹U+D800›'],
  ['leaves markup as text', '<img onerror=x>', '<img onerror=x>'],
];

describe('inertText', () => {
  test.each(cases)('%s', (_name, input, expected) => expect(inertText(input)).toBe(expected));
});

test('plainText removes colours too', () =>
  expect(plainText('\u001b[1;31mred\u001b[0m \u202e')).toBe('red ‹U+202E›'));
test('plainText turns carriage returns into line breaks', () =>
  expect(plainText('10 %\r20 %\r\nend')).toBe('10 %\n20 %\nend'));
