import { expect, test } from 'vitest';
import {
  fullReference,
  isImageReference,
  readReference,
  type ReferenceParts,
  type ReferenceProblem,
} from './image-reference.ts';

const sha = 'a'.repeat(64);
const parts = (over: Partial<ReferenceParts>): ReferenceParts => ({
  registry: undefined,
  repository: 'python',
  tag: undefined,
  digest: undefined,
  ...over,
});

test.each<[string, ReferenceParts | ReferenceProblem]>([
  ['python', parts({})],
  ['python:3.11-slim', parts({ tag: '3.11-slim' })],
  ['library/python', parts({ repository: 'library/python' })],
  ['localhost/x:1', parts({ registry: 'localhost', repository: 'x', tag: '1' })],
  ['localhosts/x:1', parts({ repository: 'localhosts/x', tag: '1' })],
  ['r.example:5000/a/b:1', parts({ registry: 'r.example:5000', repository: 'a/b', tag: '1' })],
  ['r.example:5000/a/b', parts({ registry: 'r.example:5000', repository: 'a/b' })],
  ['EXAMPLE/a', parts({ registry: 'EXAMPLE', repository: 'a' })],
  [`python@sha256:${sha}`, parts({ digest: `sha256:${sha}` })],
  [`python:3@sha256:${sha}`, parts({ tag: '3', digest: `sha256:${sha}` })],
  ['a__b-c--d.e', parts({ repository: 'a__b-c--d.e' })],
  ['[::1]:5000/a', parts({ registry: '[::1]:5000', repository: 'a' })],
  // A host alone: without a slash, the part after the colon is a tag.
  ['r.example:5000', parts({ repository: 'r.example', tag: '5000' })],
  ['', 'repository'],
  ['python:', 'tag'],
  [':3', 'repository'],
  ['Python', 'repository'],
  ['a/Python', 'repository'],
  ['python:3:4', 'tag'],
  ['python:.3', 'tag'],
  ['a//b', 'repository'],
  ['a_-b', 'repository'],
  ['-a', 'repository'],
  ['a b', 'repository'],
  ['r.example:port/a', 'registry'],
  ['-r.example/a', 'registry'],
  ['python@sha256:aa', 'digest'],
  [sha, 'id'],
  [`a/${'b'.repeat(520)}`, 'length'],
])('%s', (text, expected) => {
  expect(readReference(text)).toEqual(expected);
  expect(isImageReference(text)).toBe(typeof expected !== 'string');
});

test.each<[string, Partial<ReferenceParts>]>([
  ['python', { registry: 'docker.io', repository: 'library/python', tag: 'latest' }],
  ['team/scorer', { registry: 'docker.io', repository: 'team/scorer', tag: 'latest' }],
  ['docker.io/python:3', { registry: 'docker.io', repository: 'library/python', tag: '3' }],
  ['index.docker.io/python:3', { registry: 'docker.io', repository: 'library/python', tag: '3' }],
  ['r.example/python', { registry: 'r.example', repository: 'python', tag: 'latest' }],
  [`python@sha256:${sha}`, { repository: 'library/python', tag: undefined, digest: `sha256:${sha}` }],
  [`python:3@sha256:${sha}`, { tag: '3', digest: `sha256:${sha}` }],
])('%s in full', (text, expected) =>
  expect(fullReference(readReference(text) as ReferenceParts)).toMatchObject(expected),
);

test('a long name is checked in time', () => expect(isImageReference(`a${'-a_'.repeat(1e5)}!`)).toBe(false));
