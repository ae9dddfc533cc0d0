import { runPlanSchema } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { noticeWithin, toleranceNotice, tolerantPlan } from './time-tolerance.ts';

const plan = runPlanSchema.parse({ port: 1, readyPath: '/', readyTimeoutMs: 1000, healthyWithinMs: 2000, unhealthyWithinMs: 3000, stopGraceMs: 4000, probes: [{ name: 'a', path: '/', timeoutMs: 500 }] });

test('a node as fast as the reference changes nothing', () => {
  expect(tolerantPlan(plan, 1)).toEqual(plan);
});

test('a slower one gets more time for all but what the image itself sets', () => {
  expect(tolerantPlan(plan, 2.5)).toMatchObject({ readyTimeoutMs: 2500, healthyWithinMs: 5000, stopGraceMs: 10_000, unhealthyWithinMs: 3000, probes: [{ timeoutMs: 1250 }] });
});

test.each([
  ['settings that fit', 20_000, 18_000, 2, 40_000],
  ['settings just as long', 20_000, 20_000, 2, 40_000],
  ['near miss: settings that allow more', 20_000, 20_001, 2, 20_000],
  ['a fast node', 20_000, 18_000, 1, 20_000],
])('noticing a fault: %s', (_, within, slowest, factor, expected) => {
  expect(noticeWithin(within, slowest, factor)).toBe(expected);
});

test('it is told from a fifth on', () => {
  expect(toleranceNotice(1.1)).toBeUndefined();
  expect(toleranceNotice(1.2)).toContain('1.2 times slower');
});
