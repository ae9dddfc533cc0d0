import { httpProbeSchema } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { judgeProbe } from './probe.ts';
import { containsJson } from './reported-json.ts';

test.each<[string, unknown, unknown, boolean]>([
  ['equal', { a: 1 }, { a: 1 }, true],
  ['more than expected', { a: 1, b: 2 }, { a: 1 }, true],
  ['a different value', { a: 2 }, { a: 1 }, false],
  ['a missing key', { b: 1 }, { a: 1 }, false],
  ['a number as text', { a: '1' }, { a: 1 }, false],
  ['nested', { a: { b: [1, { c: 2, d: 3 }] } }, { a: { b: [1, { c: 2 }] } }, true],
  ['a longer array', { a: [1, 2] }, { a: [1] }, false],
  ['null where an object is expected', { a: null }, { a: {} }, false],
  ['an array where an object is expected', { a: [] }, { a: {} }, false],
  ['inherited keys do not count', {}, { toString: {} }, false],
])('containsJson: %s', (_name, actual, expected, isContained) => {
  expect(containsJson(actual, expected)).toBe(isContained);
});

const probe = httpProbeSchema.parse({
  name: 'golden',
  method: 'POST',
  path: '/predict',
  body: { x: 'hidden-input' },
  expectJson: { late: 'hidden-answer' },
});
const answered = (status: number, body: string) =>
  judgeProbe(probe, { kind: 'answered', status, body, ms: 5 });

test('the expected answer passes', () => {
  expect(answered(200, '{"late":"hidden-answer","p":0.9}')).toMatchObject({ ok: true, status: 200 });
});

test.each([
  ['a different status', answered(500, 'oops')],
  ['a different body', answered(200, '{"late":"no"}')],
  ['not JSON', answered(200, '<html>')],
  [
    'no answer',
    judgeProbe(probe, { kind: 'no-answer', why: 'nothing accepts connections on port 8000', ms: 1 }),
  ],
])('%s fails and reveals nothing that is hidden', (_name, outcome) => {
  expect(outcome.ok).toBe(false);
  expect(outcome.message).not.toContain('hidden');
});
