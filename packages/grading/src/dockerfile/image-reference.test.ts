import { expect, test } from 'vitest';
import { isImageReference } from './image-reference.ts';

const sha = 'a'.repeat(64);
test.each<[string, boolean]>([
  ['python', true],
  ['python:3.11-slim', true],
  ['library/python', true],
  ['localhost/x:1', true],
  ['r.example:5000/a/b:1', true],
  ['EXAMPLE/a', true],
  [`python@sha256:${sha}`, true],
  [`python:3@sha256:${sha}`, true],
  ['a__b-c--d.e', true],
  ['[::1]:5000/a', true],
  ['', false],
  ['python:', false],
  [':3', false],
  ['Python', false],
  ['a/Python', false],
  ['python:3:4', false],
  ['python:.3', false],
  ['a//b', false],
  ['a_-b', false],
  ['-a', false],
  ['a b', false],
  ['python@sha256:aa', false],
  [sha, false],
])('%s: %s', (text, expected) => expect(isImageReference(text)).toBe(expected));

test('a long name ends', () => expect(isImageReference(`a${'-a_'.repeat(1e5)}!`)).toBe(false));
