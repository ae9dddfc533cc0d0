import { preparationProgress } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { preparationSteps } from './steps.ts';

const steps = await preparationSteps();
const idsOf = (part: string) => steps.filter((step) => step.part === part).map(({ id }) => id);

test('runs can start before python:3.11-bookworm is built, with the base images of every other Dockerfile', () => {
  const provided = (part: string) =>
    steps.filter((step) => step.part === part).flatMap(({ provides }) => provides);
  expect(provided('first')).toEqual([
    'debian:bookworm-slim',
    'python:3.11-slim-bookworm',
    'python:3.11-slim',
  ]);
  expect(provided('rest')).toEqual(['python:3.11-bookworm', 'python:3.11']);
  expect(idsOf('rest')).toEqual(['base-python-3.11-bookworm', 'sandbox-disk-whole']);
});

test('no run waits for the images that only labs use, nor do the course’s layers', () => {
  const [layers, ...services] = idsOf('ahead');
  expect(layers).toBe('course-layers');
  expect(services).toContain('base-redis-7-bookworm');
});

test('each step waits only for earlier ones, and no step of the first part for one of a later part', () => {
  const before = new Set<string>();
  for (const { id, after, part } of steps) {
    for (const other of after) expect(before, `${id} waits for ${other}`).toContain(other);
    if (part === 'first') expect(idsOf('rest').filter((other) => after.includes(other))).toEqual([]);
    before.add(id);
  }
});

test('the initial estimate for two cores is a few minutes, and less until runs can start', () => {
  const preparation = { steps, updatedAt: 0 };
  const [first, rest] = (['first', 'rest'] as const).map(
    (part) => preparationProgress(preparation, part, 0)!.leftMs / 60_000,
  );
  expect(first).toBeGreaterThan(3);
  expect(first).toBeLessThan(rest!);
  expect(rest).toBeLessThan(8);
});
