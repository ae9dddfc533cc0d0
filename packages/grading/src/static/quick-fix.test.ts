import { expect, test } from 'vitest';
import { applyQuickFix } from './quick-fix.ts';

const fix = (startLine: number, endLine: number, text: string) => ({
  title: 'Fix',
  startLine,
  endLine,
  text,
});

test.each([
  ['one line', 'a\nb\nc\n', fix(2, 2, 'B'), 'a\nB\nc\n'],
  ['several lines replaced by one', 'a\nb\nc\n', fix(1, 2, 'x'), 'x\nc\n'],
  ['one line replaced by several', 'a\nb\n', fix(1, 1, 'x\ny'), 'x\ny\nb\n'],
  ['deletes lines', 'a\nb\nc', fix(2, 2, ''), 'a\nc'],
  ['the last line, which has no line feed', 'a\nb', fix(2, 2, 'x'), 'a\nx'],
  ['keeps CRLF', 'a\r\nb\r\n', fix(1, 1, 'x\ny'), 'x\r\ny\r\nb\r\n'],
  ['near miss: a fix for a text that has become shorter changes nothing', 'a', fix(2, 2, 'x'), 'a'],
])('%s', (_name, text, quickFix, expected) => expect(applyQuickFix(text, quickFix)).toBe(expected));
