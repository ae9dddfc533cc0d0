import type { FileEntry } from '@dfm/contracts/terminal-files';
import { describe, expect, test } from 'vitest';
import { type Folder, type Tree, rowsOf, shownFolders, sorted, stepOf } from './file-tree.ts';

const entry = (name: string, kind: FileEntry['kind'] = 'file'): FileEntry => ({ name, kind, isLink: false });
const folder = (entries: FileEntry[], more: Partial<Folder> = {}): Folder => ({
  version: '1',
  entries: sorted(entries),
  isCut: false,
  unreadable: 0,
  ...more,
});
const tree = (folders: Record<string, Folder>, ...open: string[]): Tree => ({
  folders: new Map(Object.entries(folders)),
  open: new Set(['', ...open]),
});
/** Each row as its indented name or note. */
const drawn = (shown: Tree) =>
  rowsOf(shown).map(
    (row) => '  '.repeat(row.level - 1) + (row.kind === 'note' ? `(${row.note})` : row.entry.name),
  );

const files = tree(
  {
    '': folder([entry('b.txt'), entry('src', 'folder'), entry('a10'), entry('a9'), entry('docs', 'folder')]),
    src: folder([entry('app.py')]),
    docs: folder([]),
  },
  'src',
);

describe('rows', () => {
  test('folders come first, numbers are in order, and closed folders show nothing', () =>
    expect(drawn(files)).toEqual(['docs', 'src', '  app.py', 'a9', 'a10', 'b.txt']));

  test.each<[string, Tree, string[]]>([
    ['nothing is known', tree({}), ['(loading)']],
    ['an empty home', tree({ '': folder([]) }), []],
    ['an empty folder', tree({ '': folder([entry('a', 'folder')]), a: folder([]) }, 'a'), ['a', '  (empty)']],
    ['a folder is not listed yet', tree({ '': folder([entry('a', 'folder')]) }, 'a'), ['a', '  (loading)']],
    [
      'a folder is cut, and has names that cannot be shown',
      tree({ '': folder([entry('a')], { isCut: true, unreadable: 2 }) }),
      ['a', '(unreadable)', '(cut)'],
    ],
    [
      'a folder could not be listed',
      tree({ '': folder([entry('a', 'folder')]), a: folder([], { problem: 'denied' }) }, 'a'),
      ['a', '  (problem)'],
    ],
    [
      'a file where a folder was open',
      tree({ '': folder([entry('a')]), a: folder([entry('b')]) }, 'a'),
      ['a'],
    ],
  ])('%s', (_name, shown, expected) => expect(drawn(shown)).toEqual(expected));

  test('only folders in open folders are shown', () =>
    expect(shownFolders(tree({}, 'a', 'a/b', 'c/d', 'c/d/e'))).toEqual(['', 'a', 'a/b']));
});

describe('keys', () => {
  const rows = rowsOf(files);
  test.each([
    ['down', 'docs', 'ArrowDown', { kind: 'focus', path: 'src' }],
    ['down at the end', 'b.txt', 'ArrowDown', undefined],
    ['up', 'a9', 'ArrowUp', { kind: 'focus', path: 'src/app.py' }],
    ['up at the top', 'docs', 'ArrowUp', undefined],
    ['to the beginning', 'b.txt', 'Home', { kind: 'focus', path: 'docs' }],
    ['to the end', 'docs', 'End', { kind: 'focus', path: 'b.txt' }],
    ['right opens a folder', 'docs', 'ArrowRight', { kind: 'open', path: 'docs' }],
    ['right goes into an open folder', 'src', 'ArrowRight', { kind: 'focus', path: 'src/app.py' }],
    ['right on a file', 'b.txt', 'ArrowRight', undefined],
    ['left closes a folder', 'src', 'ArrowLeft', { kind: 'close', path: 'src' }],
    ['left goes to the folder', 'src/app.py', 'ArrowLeft', { kind: 'focus', path: 'src' }],
    ['left at the top', 'b.txt', 'ArrowLeft', undefined],
    ['a letter', 'docs', 'A', { kind: 'focus', path: 'src/app.py' }],
    ['the same letter again', 'src/app.py', 'a', { kind: 'focus', path: 'a9' }],
    ['a letter before', 'b.txt', 'd', { kind: 'focus', path: 'docs' }],
    ['a letter that no name has', 'docs', 'z', undefined],
    ['an unknown row', 'gone', 'ArrowDown', undefined],
    ['another key', 'docs', 'Escape', undefined],
  ])('%s', (_name, focused, key, step) => expect(stepOf(rows, focused, key)).toEqual(step));
});
