import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultDocumentSchema } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { bytesOf, icicleLayers } from './icicle-rows.ts';

const imageOf = (id: string) =>
  resultDocumentSchema.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../../content/runs', `${id}.json`), 'utf8')),
  ).image!;

test.each([
  'message-sorter/by-change-rate',
  'message-sorter/with-residue',
  'message-sorter/removed-too-late',
  'nearest-depot/two-stages',
  'golf/solution',
])('the parts of %s add up to all of its bytes', (id) => {
  const image = imageOf(id);
  const layers = icicleLayers(image);
  for (const layer of layers) {
    expect(layer.parts.reduce((sum, part) => sum + bytesOf(part), 0)).toBe(layer.bytes);
    expect(layer.parts.reduce((sum, part) => sum + part.wastedBytes, 0)).toBe(layer.wastedBytes);
  }
  expect(layers.reduce((sum, layer) => sum + layer.bytes, 0)).toBe(image.totalBytes);
});

test('the base comes first, then the lines in Dockerfile order, without those that have no bytes', () => {
  expect(icicleLayers(imageOf('message-sorter/by-change-rate')).map(({ line }) => line)).toEqual([
    undefined,
    5,
    6,
    8,
    9,
  ]);
  expect(
    icicleLayers(imageOf('golf/solution'))
      .map(({ line, kind }) => `${line} ${kind}`)
      .at(0),
  ).not.toContain('from');
});

test('the largest part of a layer comes first', () => {
  for (const { parts } of icicleLayers(imageOf('message-sorter/with-residue')))
    expect(parts.map(bytesOf)).toEqual(parts.map(bytesOf).toSorted((a, b) => b - a));
});

test('a result from before contents were measured has no layers', () => {
  const { contents: _, ...image } = imageOf('golf/solution');
  expect(icicleLayers(image)).toEqual([]);
});
