import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { declaredImages, declaredServices, servicesDir } from './declared.ts';

const services = await declaredServices();

test('each service has a stage from which its stand-in is built', async () => {
  const dockerfile = await readFile(join(servicesDir, 'Dockerfile'), 'utf8');
  const stages = [...dockerfile.matchAll(/^FROM debian-slim AS (\S+)$/gm)].map(([, stage]) => stage);
  expect(services.map(({ standIn }) => standIn)).toEqual(stages);
});

test('no two images have the same name, nor stages with the same name, under which the shelf records them', async () => {
  const all = [...(await declaredImages()), ...services];
  for (const names of [
    all.flatMap(({ reference, aliases }) => [reference, ...aliases]),
    all.map(({ standIn }) => standIn),
  ])
    expect(new Set(names).size).toBe(names.length);
});
