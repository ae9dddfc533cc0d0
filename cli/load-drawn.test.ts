import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDrawn } from './load-drawn.ts';

const content = join(import.meta.dirname, '../content');

test.each<[given: string[], port: number]>([
  [[], 8000],
  [['port=8010'], 8010],
  [['path=/status'], 8500],
  [['port=9000', 'path=/alive'], 9000],
])('%j', async (given, port) => {
  const { exercise, values } = await loadDrawn(content, 'health-check', given);
  expect(exercise.run?.port).toBe(port);
  expect(values.port).toBe(port);
});

test.each<[slug: string, given: string[], message: string]>([
  ['health-check', ['port=8080'], 'no draw with port=8080. It has:\n  port 8000, path /health\n  port 8010'],
  ['health-check', ['port=8010', 'path=/health'], 'no draw with port=8010 and path=/health'],
  ['health-check', ['port'], 'no draw with port'],
  ['non-root', ['port=8010'], 'Everyone has the same values in non-root. Leave out --value.'],
  ['no-such-exercise', [], 'There is no exercise called'],
])('%s %j is refused', async (slug, given, message) => {
  await expect(loadDrawn(content, slug, given)).rejects.toThrow(message);
});
