import type { ContextFile } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { sentContext } from './sent-context.ts';

const file = (path: string, data = 'x'): ContextFile => ({ path, encoding: 'utf8', data, mode: 0o644 });
const pathsOf = (files: ContextFile[]) => sentContext(files).files.map((sent) => sent.path);

test.each([
  ['no .dockerignore sends everything', [], ['Dockerfile', 'app.py', 'data/a.csv', 'data/keep.csv']],
  ['a folder', [file('.dockerignore', 'data\n')], ['Dockerfile', 'app.py', '.dockerignore']],
  [
    'with an exception',
    [file('.dockerignore', 'data/*\n!data/keep.csv\n')],
    ['Dockerfile', 'app.py', 'data/keep.csv', '.dockerignore'],
  ],
  ['everything', [file('.dockerignore', '*\n')], []],
  [
    'the Dockerfile',
    [file('.dockerignore', 'Dockerfile\n')],
    ['app.py', 'data/a.csv', 'data/keep.csv', '.dockerignore'],
  ],
  [
    'a Dockerfile in a different folder',
    [file('.dockerignore', 'data/Dockerfile\n')],
    ['Dockerfile', 'app.py', 'data/a.csv', 'data/keep.csv', '.dockerignore'],
  ],
  [
    'comments and case',
    [file('.dockerignore', '# app.py\nAPP.py\n')],
    ['Dockerfile', 'app.py', 'data/a.csv', 'data/keep.csv', '.dockerignore'],
  ],
  [
    "the Dockerfile's own list comes first",
    [file('.dockerignore', 'app.py\n'), file('Dockerfile.dockerignore', 'data\n')],
    ['Dockerfile', 'app.py', '.dockerignore', 'Dockerfile.dockerignore'],
  ],
])('%s', (_name, extra, expected) => {
  expect(
    pathsOf([
      file('Dockerfile', 'FROM x\n'),
      file('app.py'),
      file('data/a.csv'),
      file('data/keep.csv'),
      ...extra,
    ]),
  ).toEqual(expected);
});

test('the engine gets an official frontend line as a comment, COPY and the evidence get the original', () => {
  const text = '# syntax=docker/dockerfile:1\nFROM x\n';
  const { dockerfile, files, evidence } = sentContext([file('Dockerfile', text)]);
  expect(dockerfile).not.toMatch(/^# syntax=/m);
  expect(dockerfile.split('\n')[1]).toBe('FROM x');
  expect([files[0]?.data, evidence.files[0]?.text]).toEqual([text, text]);
});

test('an excluded Dockerfile is still built, and counted as sent, like the rules that exclude it', () => {
  const { dockerfile, evidence } = sentContext([
    file('Dockerfile', 'FROM x\n'),
    file('.dockerignore', '*\n'),
  ]);
  expect(dockerfile).toBe('FROM x\n');
  expect(evidence.files.map(({ path }) => path)).toEqual(['Dockerfile', '.dockerignore']);
});

test('bytes are counted after decoding, before and after .dockerignore', () => {
  const { evidence } = sentContext([
    file('Dockerfile', 'é'),
    { path: 'm.bin', encoding: 'base64', data: Buffer.from([1, 2, 255]).toString('base64'), mode: 0o644 },
    file('.dockerignore', 'm.bin'),
  ]);
  expect(evidence.totalBytesBefore).toBe(2 + 3 + 5);
  expect(evidence.files).toEqual([
    { path: 'Dockerfile', bytes: 2, text: 'é' },
    { path: '.dockerignore', bytes: 5, text: 'm.bin' },
  ]);
});
