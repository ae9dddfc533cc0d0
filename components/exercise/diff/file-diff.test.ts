import { describe, expect, test } from 'vitest';
import { diffRows, fileDiff, lineAfterEdit } from './file-diff.ts';

const brief = (left: string, right: string) =>
  diffRows(left, right).map(
    (r) => `${{ same: ' ', removed: '-', added: '+' }[r.kind]}${r.left ?? ''}:${r.right ?? ''} ${r.text}`,
  );

describe('diffRows', () => {
  test.each([
    ['a changed line', 'a\nb\nc\n', 'a\nB\nc\n', [' 1:1 a', '-2: b', '+:2 B', ' 3:3 c']],
    ['an added line shifts the lines after it', 'a\nc', 'a\nb\nc', [' 1:1 a', '+:2 b', ' 2:3 c']],
    ['near miss: only line endings differ', 'a\r\nb\r\n', 'a\nb', [' 1:1 a', ' 2:2 b']],
    ['a new file', '', 'a\n', ['+:1 a']],
    ['an empty line is a line', 'a\n', 'a\n\n', [' 1:1 a', '+:2 ']],
  ])('%s', (_name, left, right, expected) => expect(brief(left, right)).toEqual(expected));
});

test('fileDiff leaves out lines far from a change and counts them', () => {
  const left = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`);
  const right = left.with(9, 'changed');
  const diff = fileDiff(left.join('\n'), right.join('\n'), 2);
  expect(diff).toMatchObject({ added: 1, removed: 1, skippedAfter: 8 });
  expect(diff.blocks).toHaveLength(1);
  expect(diff.blocks[0]?.skippedBefore).toBe(7);
  expect(diff.blocks[0]?.rows.map((r) => r.text)).toEqual([
    'line 8',
    'line 9',
    'line 10',
    'changed',
    'line 11',
    'line 12',
  ]);
});

test('texts with nothing in common are shown one below the other, whatever their length', () => {
  const lines = (mark: string) => Array.from({ length: 20_000 }, (_, i) => `${mark}${i}`).join('\n');
  const rows = diffRows(lines('a'), lines('b'));
  expect(rows.map(({ kind }) => kind)).toEqual([
    ...Array.from({ length: 20_000 }, () => 'removed'),
    ...Array.from({ length: 20_000 }, () => 'added'),
  ]);
});

test('fileDiff of equal texts has no block', () =>
  expect(fileDiff('a\nb', 'a\nb')).toMatchObject({ added: 0, removed: 0, blocks: [] }));

describe('lineAfterEdit', () => {
  test.each([
    ['nothing changed', 'a\nb', 'a\nb', 2, 2],
    ['a line was inserted before it', 'a\nb', 'x\na\nb', 2, 3],
    ['near miss: the line itself was changed', 'a\nb', 'a\nB', 2, undefined],
    ['the line was removed', 'a\nb', 'a', 2, undefined],
  ])('%s', (_name, before, after, line, expected) =>
    expect(lineAfterEdit(before, after, line)).toBe(expected),
  );
});
