import { expect, test } from 'vitest';
import { type Hunk, type Side, textOf } from './hunks.ts';

const same = (text: string): Hunk => ({ kind: 'same', text });
const conflict = (ours: string, theirs: string): Hunk => ({ kind: 'conflict', ours, base: 'b\n', theirs });
const hunks = [same('1\n'), conflict('o\n', 't\n'), same('2\n'), conflict('', 'x\n')];

test.each<[name: string, hunks: Hunk[], sides: Side[], text: string | undefined]>([
  ['each side', hunks, ['ours', 'theirs'], '1\no\n2\nx\n'],
  ['both, in either order', hunks, ['ours then theirs', 'theirs then ours'], '1\no\nt\n2\nx\n'],
  ['both at the end of a file without a line break', [conflict('o', 't')], ['theirs then ours'], 't\no'],
  ['near miss: a decision too few', hunks, ['ours'], undefined],
  ['near miss: a decision too many', hunks, ['ours', 'ours', 'ours'], undefined],
  ['no conflict', [same('1\n')], [], '1\n'],
  ['an empty file', [], [], ''],
])('%s', (_name, parts, sides, text) => expect(textOf(parts, sides)).toBe(text));
