import { Terminal } from '@xterm/headless';
import { expect, test } from 'vitest';
import { boundMarks } from './bounded-marks.ts';

const mark = '\u0301';
const size = { cols: 40, rows: 4, allowProposedApi: true, logLevel: 'off' } as const;

/** The cells that a text fills. */
async function cellsOf(text: string, change: (terminal: Terminal) => void = boundMarks): Promise<string[]> {
  const terminal = new Terminal(size);
  change(terminal);
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const line = terminal.buffer.active.getLine(0)!;
  const cells = Array.from({ length: size.cols }, (_, column) => line.getCell(column)!.getChars());
  terminal.dispose();
  return cells.filter((chars) => chars !== '');
}

test.each([
  ['text', 'text'],
  ['accents', `e${mark}a\u0308\u0304`],
  ['as many marks as the limit', `a${mark.repeat(30)}b`],
  ['Thai, Hebrew and Korean', 'ก็่ำ שָׁ 한'],
  ['wide characters', '世界\u3099!'],
  ['a family, a flag and a skin colour', '👨\u200d👩\u200d👧 🇩🇪 👍🏽'],
  ['a mark without a character', `${mark}\r\n${mark}`],
])('stays as it is: %s', async (_what, text) => {
  expect(await cellsOf(text)).toEqual(await cellsOf(text, () => {}));
});

test.each([
  ['in a row', mark],
  ['with characters between them that a terminal ignores', `\ufeff${mark}\x7f`],
  ['with sequences between them that it ignores', `${mark}\x1b[1<m\x9fx\x9c`],
])('too many marks, %s, are shown on their own', async (_what, marks) => {
  const [first, ...others] = await cellsOf(`a${marks.repeat(100)}`);
  expect(first).toBe(`a${mark.repeat(30)}`);
  expect(others.join('')).toBe(mark.repeat(70));
  expect(Math.max(...others.map((chars) => chars.length))).toBe(31);
});
