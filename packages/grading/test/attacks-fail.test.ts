import { expect, test } from 'vitest';
import type { AttackOutcome, ContainerObservation } from '../src/evidence/evidence.ts';
import { grade } from '../src/grade.ts';
import { evidenceOf, exercise, frugal, item, observed } from '../src/testing/sample-run.ts';

const outcome = (name: string, result: AttackOutcome['result'], message: string): AttackOutcome => ({
  attack: { name, command: 'true', why: 'A read-only file system cannot be changed.' },
  result,
  message,
});
const stopped = outcome('change the code', 'stopped', 'it failed: Read-only file system');
const succeeded = outcome('change the owner', 'succeeded', 'it succeeded');
const untested = outcome('become root', 'untested', 'it also fails without any protection: sh: not found.');

function judged(attacks: AttackOutcome[] | undefined, normal: Partial<ContainerObservation> = {}) {
  const evidence = evidenceOf(frugal);
  evidence.run!.normal = { ...evidence.run!.normal, ...normal, attacks };
  const { checks } = grade({
    exercise: exercise([item('attacks-fail', 10)]),
    evidence,
    timings: { totalMs: 1 },
    engine: undefined,
    notices: [],
  });
  return checks.find(({ id }) => id === 'attacks-fail')!;
}

test.each<[name: string, attacks: AttackOutcome[] | undefined, expected: object]>([
  [
    'all were stopped',
    [stopped, stopped],
    {
      status: 'pass',
      points: 10,
      message: 'All 2 attacks failed, and succeeded in a container without these options.',
    },
  ],
  [
    'near miss: one of two succeeded',
    [stopped, succeeded],
    {
      status: 'fail',
      points: 5,
      message: 'The attack “change the owner” succeeded.',
      next: 'A read-only file system cannot be changed.',
    },
  ],
  [
    'near miss: one fails in any container of the image',
    [stopped, untested],
    {
      status: 'fail',
      points: 5,
      message:
        'The attack “become root” proves nothing: it also fails without any protection: sh: not found.',
    },
  ],
  ['the exercise has no attacks', undefined, { status: 'skipped', points: 0 }],
])('%s', (_name, attacks, expected) => {
  expect(judged(attacks)).toMatchObject(expected);
});

test('a service that was never ready was not attacked', () => {
  const crashed = observed({ ready: false, exitCode: 1, logTail: 'OSError: Read-only file system\n' });
  expect(judged([], crashed)).toMatchObject({
    status: 'fail',
    points: 0,
    message: 'Nothing could be attacked, because the service did not start: OSError: Read-only file system',
  });
});

test('the evidence has every attack', () => {
  expect(judged([stopped, succeeded, untested]).evidence).toEqual([
    { label: 'change the code', value: 'failed', unit: 'text', wanted: 'failed' },
    { label: 'change the owner', value: 'succeeded', unit: 'text', wanted: 'failed' },
    { label: 'become root', value: 'not tested', unit: 'text', wanted: 'failed' },
  ]);
});
