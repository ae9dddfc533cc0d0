import { runPlanSchema } from '@dfm/contracts';
import { expect, test } from 'vitest';
import type { ContainerObservation, Evidence, StartOutcome } from '../src/evidence/evidence.ts';
import { grade } from '../src/grade.ts';
import { evidenceOf, exercise, frugal, item, observed } from '../src/testing/sample-run.ts';

const probe = { name: 'predicts', path: '/predict' };
const run = runPlanSchema.parse({
  port: 8000,
  readyPath: '/health',
  starts: [
    { name: 'German', probes: [probe] },
    { name: 'French', probes: [probe] },
    { name: 'notes', probes: [probe], keeps: '/data', afterwards: [probe] },
  ],
});
const [refusal] = runPlanSchema.parse({
  port: 8000,
  readyPath: '/health',
  starts: [{ name: 'a wrong checksum', refuses: true }],
}).starts as [StartOutcome['start']];
const [german, french, notes] = run.starts as [
  StartOutcome['start'],
  StartOutcome['start'],
  StartOutcome['start'],
];

const wrong = (message = 'answered 500 instead of 200: oops'): ContainerObservation =>
  observed({ probes: [{ ...observed().probes[0]!, ok: false, status: 500, message }] });
const crashed = observed({ ready: false, exitCode: 3, logTail: 'KeyError: LANGUAGE\n', probes: [] });
const stuck = observed({ ready: false, probes: [] });

const allGood: StartOutcome[] = [
  { start: german, observed: observed() },
  { start: french, observed: observed() },
  { start: notes, observed: observed(), afterwards: observed() },
];

function judged(
  check: string,
  starts: StartOutcome[] | undefined,
  change: (e: Evidence) => void = () => {},
  plan = run,
) {
  const evidence = evidenceOf(frugal);
  if (starts !== undefined) evidence.run!.starts = starts;
  change(evidence);
  const { checks } = grade({
    exercise: { ...exercise([item(check, 10)]), run: plan },
    evidence,
    timings: { totalMs: 1 },
    engine: undefined,
    notices: [],
  });
  return checks.find(({ id }) => id === check)!;
}

test.each<[name: string, starts: StartOutcome[], status: string, message: string]>([
  ['all answered', allGood, 'pass', 'The service behaved as expected in all 2 further starts.'],
  [
    'near miss: the second got a wrong answer',
    allGood.with(1, { start: french, observed: wrong() }),
    'fail',
    'With “French”, “predict” did not get the expected response: answered 500 instead of 200: oops.',
  ],
  [
    'near miss: the first crashed, so the others were left out',
    [{ start: german, observed: crashed }],
    'fail',
    'With “German”, the container exited with code 3 before it was ready: KeyError: LANGUAGE',
  ],
  [
    'near miss: the second was never ready',
    allGood.with(1, { start: french, observed: stuck }).slice(0, 2),
    'fail',
    'With “French”, the container did not respond in time before it was ready.',
  ],
  [
    'the data of a different start was lost',
    allGood.with(2, { start: notes, observed: observed(), afterwards: wrong() }),
    'pass',
    'The service behaved as expected in all 2 further starts.',
  ],
])('answers-as-configured: %s', (_name, starts, status, message) => {
  expect(judged('answers-as-configured', starts)).toMatchObject({ status, message });
});

test.each<[name: string, starts: StartOutcome[], status: string, message: string]>([
  ['the data was there', allGood, 'pass', 'A new container with the same volume still had the data.'],
  [
    'near miss: the new container answers without the data',
    allGood.with(2, {
      start: notes,
      observed: observed(),
      afterwards: wrong('answered 404 instead of 200: {}'),
    }),
    'fail',
    'With “notes”, after the container was replaced, “predict” did not get the expected response: answered 404 instead of 200: {}.',
  ],
  [
    'near miss: the new container does not start',
    allGood.with(2, { start: notes, observed: observed(), afterwards: crashed }),
    'fail',
    'With “notes”, after the container was replaced, the container exited with code 3 before it was ready: KeyError: LANGUAGE',
  ],
  [
    'near miss: nothing could be stored in the first place',
    allGood.with(2, { start: notes, observed: wrong(), afterwards: observed() }),
    'fail',
    'With “notes”, “predict” did not get the expected response: answered 500 instead of 200: oops.',
  ],
  [
    'a different start failed',
    allGood.with(0, { start: german, observed: wrong() }),
    'pass',
    'A new container with the same volume still had the data.',
  ],
  [
    'near miss: left out after a start that was never ready',
    [{ start: german, observed: stuck }],
    'fail',
    '“notes” was not tried, because the service was never ready in a start before it.',
  ],
])('keeps-data: %s', (_name, starts, status, message) => {
  expect(judged('keeps-data', starts)).toMatchObject({ status, message });
});

test.each<[name: string, observed: ContainerObservation, status: string, message: string]>([
  ['it exited with an error', crashed, 'pass', 'The service behaved as expected in all 2 further starts.'],
  [
    'near miss: it became ready',
    observed(),
    'fail',
    'With “a wrong checksum”, the container became ready. It should have exited with an error.',
  ],
  [
    'near miss: it became ready, and exited later',
    observed({ exitCode: 1 }),
    'fail',
    'With “a wrong checksum”, the container became ready. It should have exited with an error.',
  ],
  [
    'near miss: it waited',
    stuck,
    'fail',
    'With “a wrong checksum”, the container should have exited with an error, but it did not respond in time before it was ready.',
  ],
  [
    'near miss: it exited without an error',
    observed({ ready: false, exitCode: 0, probes: [] }),
    'fail',
    'With “a wrong checksum”, the container should have exited with an error, but it exited with code 0 before it was ready.',
  ],
  [
    'near miss: its command does not exist',
    observed({ ready: false, exitCode: 127, probes: [] }),
    'fail',
    'With “a wrong checksum”, the container should have exited with an error, but it exited with code 127 before it was ready.',
  ],
  [
    'near miss: it was killed because of its memory',
    observed({ ready: false, exitCode: 1, oomKilled: true, probes: [] }),
    'fail',
    'With “a wrong checksum”, the container should have exited with an error, but it ran out of memory before it was ready.',
  ],
])('answers-as-configured, with settings to refuse: %s', (_name, seen, status, message) => {
  const starts = [
    { start: german, observed: observed() },
    { start: refusal, observed: seen },
  ];
  const refusing = { ...run, starts: [german, refusal] };
  expect(judged('answers-as-configured', starts, () => {}, refusing)).toMatchObject({ status, message });
});

test.each(['answers-as-configured', 'keeps-data'])(
  '%s: a service that was not even ready normally',
  (check) => {
    expect(judged(check, [], (e) => (e.run!.normal = { ...e.run!.normal, ...crashed }))).toMatchObject({
      status: 'fail',
      message: 'The container exited with code 3 before it was ready: KeyError: LANGUAGE',
    });
  },
);

test.each(['answers-as-configured', 'keeps-data'])('%s: not measured', (check) => {
  expect(judged(check, undefined)).toMatchObject({ status: 'skipped', points: 0 });
  expect(judged(check, [], (e) => delete e.run)).toMatchObject({ status: 'skipped', points: 0 });
});

test('the evidence names every start that was tried', () => {
  expect(
    judged('answers-as-configured', allGood.with(1, { start: french, observed: wrong() })).evidence,
  ).toEqual([
    { label: 'German', value: 'answered', unit: 'text', wanted: 'answered' },
    { label: 'French', value: 'failed', unit: 'text', wanted: 'answered' },
  ]);
});
