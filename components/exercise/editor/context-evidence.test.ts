import { expect, test } from 'vitest';
import { contextEvidence } from './context-evidence.ts';

const hiddenFiles = [
  { path: 'data/train.csv', bytes: 1_000 },
  { path: 'model.joblib', bytes: 200 },
];
const paths = (dockerignore: string, more: Record<string, string> = {}) =>
  contextEvidence({
    files: { Dockerfile: 'FROM a', '.dockerignore': dockerignore, ...more },
    hiddenFiles,
  }).files.map((f) => f.path);

test.each([
  [
    'without rules, everything is sent',
    '',
    ['Dockerfile', '.dockerignore', 'data/train.csv', 'model.joblib'],
  ],
  ['an ignored folder is not sent', 'data/', ['Dockerfile', '.dockerignore', 'model.joblib']],
  [
    'near miss: a name that only has the same beginning',
    'dat',
    ['Dockerfile', '.dockerignore', 'data/train.csv', 'model.joblib'],
  ],
  ['an exception brings a file back', '*\n!model.joblib', ['Dockerfile', '.dockerignore', 'model.joblib']],
  [
    'the Dockerfile is sent even when ignored',
    'Dockerfile\n*.joblib',
    ['Dockerfile', '.dockerignore', 'data/train.csv'],
  ],
])('%s', (_name, rules, expected) => expect(paths(rules)).toEqual(expected));

test('the rules of a hidden ignore file apply', () => {
  const evidence = contextEvidence({
    files: { Dockerfile: 'FROM a' },
    hiddenFiles: [...hiddenFiles, { path: '.dockerignore', bytes: 4, text: 'data' }],
  });
  expect(evidence.files.map(({ path }) => path)).toEqual(['Dockerfile', 'model.joblib', '.dockerignore']);
  expect(evidence.dockerignore).toBe('data');
});

test('sizes are bytes, before the rules', () => {
  const evidence = contextEvidence({ files: { Dockerfile: 'é', '.dockerignore': 'data' }, hiddenFiles });
  expect(evidence.totalBytesBefore).toBe(2 + 4 + 1_200);
  expect(evidence.dockerignore).toBe('data');
  expect(evidence.files[0]).toEqual({ path: 'Dockerfile', bytes: 2, text: 'é' });
});
