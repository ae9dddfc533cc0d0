import { expect, test } from 'vitest';
import { contextView, decisionText, fileRows } from './context-rows.ts';

const folder = [
  { path: 'Dockerfile', bytes: 100 },
  { path: '.dockerignore', bytes: 20 },
  { path: 'app.py', bytes: 500 },
  { path: 'data/raw/a.csv', bytes: 9_000 },
  { path: 'data/b.csv', bytes: 1_000 },
  { path: 'notes.csv', bytes: 30 },
];

test.each<[name: string, rules: string, sent: string[], bytes: number]>([
  [
    'no rules: everything',
    '',
    ['data/raw/a.csv', 'data/b.csv', 'app.py', 'Dockerfile', 'notes.csv', '.dockerignore'],
    10_650,
  ],
  ['a folder', 'data', ['app.py', 'Dockerfile', 'notes.csv', '.dockerignore'], 650],
  [
    'near miss: a star stays in the root',
    '*.csv',
    ['data/raw/a.csv', 'data/b.csv', 'app.py', 'Dockerfile', '.dockerignore'],
    10_620,
  ],
  [
    'everything except one file: the files that the builder reads are still sent',
    '*\n!app.py',
    ['app.py', 'Dockerfile', '.dockerignore'],
    620,
  ],
])('sent with %s', (_name, rules, sent, bytes) => {
  const view = contextView(folder, rules);
  expect(
    fileRows(view)
      .filter((row) => row.sentFiles === 1)
      .map((row) => row.path),
  ).toEqual(sent);
  expect({ bytes: view.sentBytes, files: view.sentFiles, of: view.bytes }).toEqual({
    bytes,
    files: sent.length,
    of: 10_650,
  });
});

test('a folder is one row, sorted by its size, whatever is sent', () => {
  expect(
    contextView(folder, 'data').rows.map(({ path, files, sentFiles }) => [path, files, sentFiles]),
  ).toEqual([
    ['data/', 2, 0],
    ['app.py', 1, 1],
    ['Dockerfile', 1, 1],
    ['notes.csv', 1, 1],
    ['.dockerignore', 1, 1],
  ]);
});

test.each<[rules: string, path: string, expected: string]>([
  ['', 'data/', 'sent'],
  ['# heavy\ndata', 'data/', 'left out, line 2'],
  ['data/raw', 'data/', 'partly sent'],
  ['data/raw\ndata/*.csv', 'data/', 'partly sent'],
  ['*\n!app.py', 'app.py', 'sent, line 2'],
  ['Dockerfile', 'Dockerfile', 'always sent'],
])('with %j, %s is %s', (rules, path, expected) => {
  expect(decisionText(contextView(folder, rules).rows.find((row) => row.path === path)?.decision)).toBe(
    expected,
  );
});

test('a line that cannot be read is reported', () =>
  expect(contextView(folder, 'a\n[b').unreadable).toEqual({ line: 2, text: '[b' }));
