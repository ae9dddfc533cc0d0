import { runPlanSchema } from '@dfm/contracts';
import { expect, test } from 'vitest';
import type {
  ContainerObservation,
  Evidence,
  ObservedAlive,
  ObservedLoad,
  ObservedLoss,
} from '../src/evidence/evidence.ts';
import { grade } from '../src/grade.ts';
import { evidenceOf, exercise, frugal, item, observed } from '../src/testing/sample-run.ts';

const run = runPlanSchema.parse({
  port: 8000,
  readyPath: '/ready',
  load: { requests: 200, maxGrowthMib: 8 },
  alive: { path: '/live', startingMs: 3_000 },
});
const mib = 1024 * 1024;
const steady: ObservedLoad = { requests: 200, beforeBytes: 90 * mib, afterBytes: 91 * mib };
const separate: ObservedAlive = { firstMs: 400, beforeReady: true, lost: false, afterwards: true };

function judged(check: string, change: (e: Evidence) => void, plan: Partial<typeof run> = {}) {
  const evidence = evidenceOf(frugal);
  change(evidence);
  const { checks } = grade({
    exercise: { ...exercise([item(check, 10)]), run: { ...run, ...plan } },
    evidence,
    timings: { totalMs: 1 },
    engine: undefined,
    notices: [],
  });
  return checks.find(({ id }) => id === check)!;
}

const underLoad = (load: Partial<ObservedLoad>, more: Partial<ContainerObservation> = {}) =>
  judged('memory-steady', (e) =>
    Object.assign(e.run!.normal, observed(), { load: { ...steady, ...load } }, more),
  );

test.each<[name: string, load: Partial<ObservedLoad>, status: string, message: string]>([
  [
    'grew by less than the limit',
    {},
    'pass',
    'The memory of the service grew by 1 MiB in 200 requests, within the limit of 8 MiB.',
  ],
  ['grew by exactly the limit', { afterBytes: 98 * mib }, 'pass', 'grew by 8 MiB in 200 requests, within'],
  ['shrank', { afterBytes: 80 * mib }, 'pass', 'grew by 0 B in 200 requests'],
  [
    'near miss: grew by a little more than the limit',
    { afterBytes: 98 * mib + 20_000 },
    'fail',
    'The memory of the service grew by 8.02 MiB in 200 requests. The limit is 8 MiB.',
  ],
  [
    'near miss: a request failed, so nothing is known about the rest',
    { requests: 31, failure: 'answered 500 instead of 200: {}' },
    'fail',
    'After 31 requests of the load, one did not get the expected response: answered 500 instead of 200: {}.',
  ],
  ['could not be read', { afterBytes: undefined }, 'skipped', 'the memory of the service could not be read'],
])('memory-steady: %s', (_name, load, status, message) => {
  expect(underLoad(load)).toMatchObject({ status, message: expect.stringContaining(message) });
});

test('memory-steady shows both figures and the growth per request', () => {
  expect(underLoad({ afterBytes: 100 * mib }).evidence).toEqual([
    { label: 'Memory after the warm-up', value: 90 * mib, unit: 'bytes' },
    { label: 'Memory 200 requests later', value: 100 * mib, unit: 'bytes' },
    { label: 'Growth per request', value: 52_429, unit: 'bytes' },
  ]);
});

const alive = (change: Partial<ObservedAlive>) =>
  judged('alive-before-ready', (e) => (e.run!.normal.alive = { ...separate, ...change }));

test.each<[name: string, change: Partial<ObservedAlive>, status: string, message: string]>([
  ['alive, then ready', {}, 'pass', 'The service was alive after 400 ms and ready after 800 ms.'],
  [
    'near miss: both at the same time',
    { beforeReady: false },
    'fail',
    '/live did not return 2xx while /ready still refused.',
  ],
  [
    'near miss: never alive before it was ready',
    { beforeReady: false, firstMs: undefined },
    'fail',
    '/live did not return 2xx while /ready still refused.',
  ],
  [
    'near miss: alive only at first',
    { lost: true },
    'fail',
    '/live stopped returning 2xx before the service was',
  ],
  ['alive at the last moment', { firstMs: 3_000 }, 'pass', 'alive after 3.0 s'],
  [
    'near miss: alive too late',
    { firstMs: 3_200 },
    'fail',
    '/live returned 2xx for the first time after 3.2 s. The limit is 3.0 s.',
  ],
  ['near miss: not alive once it was ready', { afterwards: false }, 'fail', 'no longer returned 2xx.'],
])('alive-before-ready: %s', (_name, change, status, message) => {
  expect(alive(change)).toMatchObject({ status, message: expect.stringContaining(message) });
});

test.each<[name: string, loss: ObservedLoss, status: string, message: string]>([
  ['noticed', { noticed: true, alive: true }, 'pass', 'The service was alive after 400 ms'],
  [
    'near miss: not noticed',
    { noticed: false, alive: true },
    'fail',
    '/ready still returned 2xx after weights.json was removed.',
  ],
  [
    'near miss: no longer alive either',
    { noticed: true, alive: false },
    'fail',
    '/live no longer returned 2xx after weights.json was removed.',
  ],
])('alive-before-ready: a lost file is %s', (_name, loss, status, message) => {
  expect(
    judged('alive-before-ready', (e) => Object.assign(e.run!.normal, { alive: separate, loss }), {
      alive: { ...run.alive!, loses: 'weights.json' },
    }),
  ).toMatchObject({ status, message: expect.stringContaining(message) });
});

test.each(['memory-steady', 'alive-before-ready'])('%s: a service that was never ready', (check) => {
  expect(
    judged(check, (e) => Object.assign(e.run!.normal, { ready: false, exitCode: 3, logTail: 'no model\n' })),
  ).toMatchObject({
    status: 'fail',
    message: 'The container exited with code 3 before it was ready: no model',
  });
});

test.each(['memory-steady', 'alive-before-ready'])('%s: not measured', (check) => {
  expect(judged(check, (e) => delete e.run)).toMatchObject({ status: 'skipped', points: 0 });
  expect(judged(check, () => {})).toMatchObject({ status: 'skipped', points: 0 });
  expect(judged(check, () => {}, { load: undefined, alive: undefined })).toMatchObject({ status: 'skipped' });
});
