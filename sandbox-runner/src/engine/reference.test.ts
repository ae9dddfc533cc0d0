import { describe, expect, test } from 'vitest';
import { splitReference } from './reference.ts';

describe('splitReference', () => {
  test.each([
    ['a tag', 'python:3.11-slim', { repo: 'python', tag: '3.11-slim' }],
    ['no tag', 'python', { repo: 'python', tag: 'latest' }],
    ['a registry with a port', '127.0.0.1:5000/python:3.11', { repo: '127.0.0.1:5000/python', tag: '3.11' }],
    [
      'a registry with a port and no tag',
      '127.0.0.1:5000/a/python',
      { repo: '127.0.0.1:5000/a/python', tag: 'latest' },
    ],
  ])('reads %s', (_name, reference, parts) => {
    expect(splitReference(reference)).toEqual(parts);
  });
});
