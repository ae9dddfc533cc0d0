import { jobPlanSchema, runPlanSchema } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { drawnJobPlan, drawnRunPlan } from './drawn-plan.ts';

const numbers = [1, 2, 3, 4, 5];
const run = runPlanSchema.parse({
  port: 8000,
  readyPath: '/',
  probes: [
    { name: 'fixed', path: '/', expectJson: { a: 1 } },
    {
      name: 'drawn',
      method: 'POST',
      path: '/double',
      draw: numbers.map((x) => ({ body: { x }, expectJson: { double: 2 * x } })),
    },
  ],
});
const services = runPlanSchema.parse({
  port: 8000,
  readyPath: '/',
  starts: [
    {
      name: 'drawn',
      env: { FIXED: '1' },
      keeps: '/data',
      afterwards: [
        { name: 'y', path: '/y', method: 'POST', draw: numbers.map((y) => ({ body: y, expectJson: y })) },
      ],
      draw: numbers.map((x) => ({
        files: { folder: `model-${x}`, path: '/models' },
        probes: [{ name: 'x', path: '/x', expectJson: { x } }],
      })),
    },
  ],
});
const job = jobPlanSchema.parse({
  starts: [{ name: 'drawn', draw: numbers.map((x) => ({ env: { X: `${x}` }, expectJson: { x } })) }],
});

test('a run sends each probe once, and a drawn probe has the expected answer for its body', () => {
  const { probes } = drawnRunPlan(run, 'one');
  expect(probes[0]).toEqual(run.probes[0]);
  const { body, expectJson } = probes[1] as unknown as {
    body: { x: number };
    expectJson: { double: number };
  };
  expect(probes[1]).toEqual({
    name: 'drawn',
    method: 'POST',
    path: '/double',
    expectStatus: 200,
    timeoutMs: 5_000,
    body: { x: expect.toBeOneOf(numbers) },
    expectJson: { double: 2 * body.x },
  });
  expect(expectJson.double).toBe(2 * body.x);
});

test('a job is started once, with the expected report for its environment', () => {
  const [start, ...others] = drawnJobPlan(job, 'one').starts;
  const { x } = start!.expectJson as { x: number };
  expect([start, others]).toEqual([{ name: 'drawn', env: { X: `${x}` }, expectJson: { x } }, []]);
});

test('each start of the plan is made once: with one row, which replaces what it has, and one of each probe', () => {
  const [start, ...others] = drawnRunPlan(services, 'one').starts;
  const { x } = start!.probes[0]!.expectJson as { x: number };
  expect([start, others]).toEqual([
    {
      name: 'drawn',
      env: { FIXED: '1' },
      keeps: '/data',
      files: { folder: `model-${x}`, path: '/models', readonly: true },
      refuses: false,
      probes: [expect.objectContaining({ path: '/x', expectJson: { x } })],
      afterwards: [expect.objectContaining({ path: '/y', body: expect.toBeOneOf(numbers) })],
    },
    [],
  ]);
  expect(start!.afterwards[0]).not.toHaveProperty('draw');
});

test('the drawn alternative differs from run to run', () => {
  const seen = new Set(
    Array.from({ length: 200 }, () => JSON.stringify(drawnRunPlan(run, 'one').probes[1]!.body)),
  );
  expect(seen.size).toBe(numbers.length);
});

test('an exercise is checked with every alternative', () => {
  expect(drawnRunPlan(run, 'every').probes.map(({ body }) => body)).toEqual([
    undefined,
    ...numbers.map((x) => ({ x })),
  ]);
  const every = drawnRunPlan(services, 'every').starts;
  expect(every.map(({ probes, afterwards }) => [probes.length, afterwards.length])).toEqual(
    numbers.map(() => [1, numbers.length]),
  );
  expect(drawnJobPlan(job, 'every').starts.map(({ env }) => env['X'])).toEqual(numbers.map(String));
});
