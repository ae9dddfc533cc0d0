import type { ContextFile } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { staticPhase } from './static-phase.ts';
import { minimalExercise } from './testing/minimal-exercise.ts';

const exercise = { ...minimalExercise, limits: { ...minimalExercise.limits, contextMib: 1 } };
const text = (data: string, path = 'Dockerfile'): ContextFile => ({
  path,
  encoding: 'utf8',
  data,
  mode: 0o644,
});
const bytes = (content: Buffer, path = 'Dockerfile'): ContextFile => ({
  path,
  encoding: 'base64',
  data: content.toString('base64'),
  mode: 0o644,
});

test.each<[string, ContextFile[], string, number | undefined, string | undefined]>([
  ['a foreign frontend', [text('# syntax=evil/frontend\nFROM x\n')], 'evil/frontend', 1, undefined],
  ['a foreign frontend after //', [text('// syntax=evil/frontend\nFROM x\n')], 'evil/frontend', 1, undefined],
  [
    'a foreign frontend after a shebang',
    [text('#!/usr/bin/env docker\n# syntax=evil/frontend\nFROM x\n')],
    'evil/frontend',
    2,
    undefined,
  ],
  [
    'a foreign frontend after a byte order mark',
    [text('\uFEFF# syntax=evil/frontend\nFROM x\n')],
    'evil/frontend',
    1,
    undefined,
  ],
  ['a foreign frontend in JSON', [text('{"syntax": "evil/frontend"}')], 'evil/frontend', 1, undefined],
  [
    'an official-looking frontend',
    [text('# syntax=docker/dockerfile-upstream:master\nFROM x\n')],
    'dockerfile-upstream',
    1,
    undefined,
  ],
  ['no Dockerfile', [text('x', 'app.py')], 'There is no Dockerfile', undefined, undefined],
  ['an empty Dockerfile', [text('')], 'is empty', 1, undefined],
  ['a Dockerfile with only white space', [text('\uFEFF \r\n\n')], 'is empty', 1, undefined],
  ['a Dockerfile with only ARG', [text('ARG a=b\n')], 'has no FROM', 1, undefined],
  ['a Dockerfile with only comments', [text('# FROM x\n')], 'has no FROM', 1, undefined],
  [
    'a Dockerfile of 10 MB',
    [text(`FROM x\n${'#'.repeat(10_000_000)}`)],
    '9.5 MiB',
    undefined,
    'Dockerfile of 64 KiB',
  ],
  [
    'a Dockerfile that is not UTF-8',
    [bytes(Buffer.from('FROM x\nRUN echo \xff\n', 'latin1'))],
    'Line 2',
    2,
    undefined,
  ],
  [
    'a context with too many files',
    [text('FROM x'), ...Array.from({ length: 10_000 }, (_, n) => text('', `data/${n}`))],
    '10001 files; 10000 are allowed',
    undefined,
    'context of 10000 files',
  ],
  [
    'a Dockerfile that is one byte too long',
    [text(`FROM x\n${'#'.repeat(64 * 1024 - 6)}`)],
    'is 64.001 KiB; 64 KiB are allowed',
    undefined,
    'Dockerfile of 64 KiB',
  ],
  [
    'a .dockerignore over the limit',
    [text('FROM x'), text('a\n'.repeat(33_000), '.dockerignore')],
    '.dockerignore is 64.5 KiB; 64 KiB are allowed',
    undefined,
    '.dockerignore of 64 KiB',
  ],
  [
    'a .dockerignore that the engine cannot read',
    [text('FROM x'), text('a\n[b\n', '.dockerignore')],
    'Line 2 of .dockerignore is',
    undefined,
    undefined,
  ],
  [
    "a Dockerfile's own ignore file that the engine cannot read",
    [text('FROM x'), text('a\n', '.dockerignore'), text('[b\n', 'Dockerfile.dockerignore')],
    'Line 1 of Dockerfile.dockerignore is',
    undefined,
    undefined,
  ],
  [
    'a path upwards',
    [text('FROM x'), text('x', '../../x')],
    'leaves the build context',
    undefined,
    undefined,
  ],
  [
    'an absolute path',
    [text('FROM x'), text('x', '/etc/x')],
    'leaves the build context',
    undefined,
    undefined,
  ],
  [
    'a path upwards in the middle',
    [text('FROM x'), text('x', 'a/../../x')],
    'leaves the build context',
    undefined,
    undefined,
  ],
  [
    'a context over the limit',
    [text('FROM x'), bytes(Buffer.alloc(1024 * 1024 + 1), 'data/big.csv')],
    'is 1.00001 MiB; 1 MiB are allowed. The largest file is data/big.csv',
    undefined,
    'context of 1 MiB',
  ],
])('%s is rejected', (_name, files, message, line, limit) => {
  const outcome = staticPhase(exercise, files);
  expect(outcome).toMatchObject({
    kind: 'ended',
    status: 'rejected',
    failure: { phase: 'static', message: expect.stringContaining(message) },
  });
  if (outcome.kind === 'ended') expect([outcome.failure.line, outcome.failure.limit]).toEqual([line, limit]);
});

test.each<[string, ContextFile[]]>([
  ['a plain Dockerfile', [text('FROM x\n')]],
  ['a Dockerfile of exactly the maximum length', [text(`FROM x\n${'#'.repeat(64 * 1024 - 7)}`)]],
  ['Windows line endings', [text('FROM x\r\nRUN true\r\n')]],
  ['a comment that only mentions syntax', [text('# the syntax = of this file\nFROM x\n')]],
  ['a frontend line below the first instruction', [text('FROM x\n# syntax=evil/frontend\n')]],
  [
    'the maximum number of files',
    [text('FROM x'), ...Array.from({ length: 9_999 }, (_, n) => text('', `data/${n}`))],
  ],
  ['names with dots', [text('FROM x'), text('x', 'a..b/...c')]],
  [
    'a context that is small after .dockerignore',
    [text('FROM x'), text('data', '.dockerignore'), bytes(Buffer.alloc(2 * 1024 * 1024), 'data/big.csv')],
  ],
])('%s is read', (_name, files) => {
  expect(staticPhase(exercise, files)).toMatchObject({ kind: 'done', value: { notices: [] } });
});

test('the official frontend is replaced by the built-in one, and a notice names the line', () => {
  const outcome = staticPhase(exercise, [text('# syntax=docker/dockerfile:1.7\nFROM x\n')]);
  expect(outcome).toMatchObject({
    kind: 'done',
    value: { notices: [expect.stringMatching(/Line 1: docker\/dockerfile:1\.7 .*Nothing was fetched/)] },
  });
});
