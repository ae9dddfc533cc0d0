import { describe, expect, test } from 'vitest';
import { baseImages, basesUsed } from './base-images.ts';

test.each<[string, string, string[]]>([
  ['a base', 'FROM python:3.11-bookworm\n', ['python:3.11-bookworm']],
  ['several base images, each listed once', 'FROM a:1 AS x\nFROM b:2\nFROM a:1\n', ['a:1', 'b:2']],
  ['with flags, in any case and indented', '  from --platform=linux/amd64 python:3.11\n', ['python:3.11']],
  ['by its full name', 'FROM docker.io/library/python:3.11\n', ['python:3.11']],
  ['with a digest', `FROM python:3.11@sha256:${'0'.repeat(64)}\n`, ['python:3.11']],
  [
    'without a tag',
    'FROM python\nFROM localhost:5000/base\n',
    ['python:latest', 'localhost:5000/base:latest'],
  ],
  ['quoted', 'FROM "python:3.11"\n', ['python:3.11']],
  [
    'in a COPY and in a mount',
    'FROM a:1\nCOPY --from=python:3.11 /x /x\nRUN --mount=type=bind,from=python:3.12,target=/y true\n',
    ['a:1', 'python:3.11', 'python:3.12'],
  ],
  ['with a variable', 'ARG TAG=3.11\nFROM python:${TAG}\n', ['*']],
  ['on a continued line', 'FROM \\\n  python:3.11\n', ['*']],
  ['too many base images', Array.from({ length: 30 }, (_, i) => `FROM a:${i}\n`).join(''), ['*']],
  ['no base image', 'RUN echo from here\n# FROM python:3.11 is large\n', []],
])('%s', (_name, dockerfile, expected) => {
  expect(baseImages(dockerfile)).toEqual(expected);
});

test('a text of two megabytes is parsed quickly', () => {
  const began = performance.now();
  for (const piece of ['FROM --a ', ' ', 'from=', '\n', 'FROM '])
    baseImages(piece.repeat(2_000_000 / piece.length));
  expect(performance.now() - began).toBeLessThan(20_000);
});

describe('a run uses', () => {
  test.each<[string, string[], string | undefined]>([
    ['an image that it names', ['python:3.11'], 'python:3.11'],
    ['no image that it does not name', ['python:3.11-slim'], undefined],
    ['any image if its base image is unknown', ['*'], 'python:3.11-bookworm'],
  ])('%s', (_name, bases, expected) => {
    expect(basesUsed(bases, ['python:3.11-bookworm', 'python:3.11'])).toBe(expected);
  });
});
