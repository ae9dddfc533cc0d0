import { expect, test } from 'vitest';
import { newLines } from './new-lines.ts';

test.each([
  ['nothing has changed', ['a', '$'], ['a', '$'], []],
  ['lines were added', ['a', '$'], ['a', '$ ls', 'b', '$'], ['$ ls', 'b', '$']],
  ['lines were added below a finished line', ['a', 'b'], ['a', 'b', 'c'], ['c']],
  ['the last line was continued', ['a', '$'], ['a', '$ l'], ['$ l']],
  ['lines have left at the top', ['a', 'b', 'c', '$'], ['b', 'c', '$', 'd', '$'], ['d', '$']],
  ['the screen was cleared', ['a', 'b', '$'], ['$'], ['$']],
  ['one line, unchanged', ['$'], ['$'], []],
  ['one line, continued', ['$'], ['$ ls'], ['$ ls']],
  ['the first look', [], ['a', '$'], ['a', '$']],
])('%s', (_name, before, after, expected) => expect(newLines(before, after)).toEqual(expected));
