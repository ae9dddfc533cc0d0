import type { ContextFile } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { overlay } from './overlay.ts';

const starter: ContextFile[] = [
  { path: 'Dockerfile', encoding: 'utf8', data: 'FROM a\n', mode: 0o644 },
  { path: 'model.joblib', encoding: 'base64', data: 'gAQ=', mode: 0o644 },
  { path: 'run.sh', encoding: 'utf8', data: 'true\n', mode: 0o755 },
];
const edited = (edits: Record<string, string | null>) =>
  overlay(starter, edits).map((file) => [file.path, file.data, file.mode]);

test.each<[name: string, edits: Record<string, string | null>, expected: [string, string, number][]]>([
  [
    'nothing changes without edits',
    {},
    [
      ['Dockerfile', 'FROM a\n', 0o644],
      ['model.joblib', 'gAQ=', 0o644],
      ['run.sh', 'true\n', 0o755],
    ],
  ],
  [
    'null keeps the starter',
    { Dockerfile: null, other: null },
    [
      ['Dockerfile', 'FROM a\n', 0o644],
      ['model.joblib', 'gAQ=', 0o644],
      ['run.sh', 'true\n', 0o755],
    ],
  ],
  [
    'a text replaces the file and keeps its mode',
    { 'run.sh': 'false\n' },
    [
      ['Dockerfile', 'FROM a\n', 0o644],
      ['model.joblib', 'gAQ=', 0o644],
      ['run.sh', 'false\n', 0o755],
    ],
  ],
  [
    'an empty text is an empty file',
    { Dockerfile: '' },
    [
      ['Dockerfile', '', 0o644],
      ['model.joblib', 'gAQ=', 0o644],
      ['run.sh', 'true\n', 0o755],
    ],
  ],
  [
    'an empty text adds no file',
    { '.dockerignore': '' },
    [
      ['Dockerfile', 'FROM a\n', 0o644],
      ['model.joblib', 'gAQ=', 0o644],
      ['run.sh', 'true\n', 0o755],
    ],
  ],
  [
    'a new path is added in order',
    { '.dockerignore': '*\n' },
    [
      ['.dockerignore', '*\n', 0o644],
      ['Dockerfile', 'FROM a\n', 0o644],
      ['model.joblib', 'gAQ=', 0o644],
      ['run.sh', 'true\n', 0o755],
    ],
  ],
])('%s', (_name, edits, expected) => expect(edited(edits)).toEqual(expected));

test.each(['../up', '/etc/passwd', 'a/../../b', 'a\\b', ''])('rejects the path %j', (path) => {
  expect(() => overlay(starter, { [path]: 'x' })).toThrow();
});

test('does not modify the given starter', () => {
  const before = structuredClone(starter);
  overlay(starter, { Dockerfile: 'FROM b\n' });
  expect(starter).toEqual(before);
});
