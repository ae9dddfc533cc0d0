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
  expect(drawnJobPlan(job, 'every').starts.map(({ env }) => env['X'])).toEqual(numbers.map(String));
});
