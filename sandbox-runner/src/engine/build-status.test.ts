import { expect, test } from 'vitest';
import { decodeBuildStatus } from './build-status.ts';

/** Field 1 of a StatusResponse, an empty vertex: two bytes. */
const emptyVertex = [0x0a, 0x00];
/** A vertex with a digest, an input (which is not read) and a name. */
const vertex = [0x0a, 0x0b, 0x0a, 0x01, 0x64, 0x12, 0x01, 0x69, 0x1a, 0x03, 0x61, 0x62, 0x63];
const base64 = (...parts: number[][]) => Buffer.from(parts.flat()).toString('base64');

test('a vertex is read, without the fields that a run does not use', () => {
  expect(decodeBuildStatus(base64(vertex)).vertexes).toEqual([
    { digest: 'd', name: 'abc', cached: false, started: null, completed: null, error: '' },
  ]);
});

test('a small message with very many parts is rejected before it is decoded', () => {
  expect(
    decodeBuildStatus(base64(...Array.from({ length: 1_000 }, () => emptyVertex))).vertexes,
  ).toHaveLength(1_000);
  expect(() => decodeBuildStatus(base64(...Array.from({ length: 50_001 }, () => emptyVertex)))).toThrow(
    'more than 50000 parts',
  );
});

test('a digest that is too long is rejected', () => {
  expect(() =>
    decodeBuildStatus(
      base64([0x0a, 0xcc, 0x01, 0x0a, 0xc9, 0x01, ...Array.from({ length: 201 }, () => 0x61)]),
    ),
  ).toThrow();
});
