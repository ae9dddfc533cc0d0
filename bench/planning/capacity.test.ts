import { expect, test } from 'vitest';
import { answerFor, fewest, machinesOf, type Question, verdictWithin } from './capacity.ts';
import { measured } from './testing/sample-measurement.ts';

const question: Question = {
  learners: 40,
  editsPerMinute: 0.5,
  minutes: 20,
  start: 'burst',
  installShare: 0,
  passShare: 0,
  share: 0.95,
  waitSeconds: 15,
  coresMax: 4,
  kept: 32,
  idleSeconds: 900,
  seed: 1,
};

const within = (asked: Question, nodes: number, cores: number) =>
  verdictWithin(answerFor(asked, measured, machinesOf(asked, nodes, cores)).simulated, asked.share);

test('one machine, as small as possible', () => {
  const asked = { ...question, learners: 20, waitSeconds: 10 };
  const found = fewest(asked, measured)!;
  expect(found.nodes).toBe(1);
  expect(within(asked, 1, found.node.cores)).toBeLessThanOrEqual(asked.waitSeconds);
  expect(within(asked, 1, found.node.cores - 1)).toBeGreaterThan(asked.waitSeconds);
});

test('if the largest machine is not enough, several of them, and a machine for the site', () => {
  const asked = { ...question, learners: 200 };
  const found = fewest(asked, measured)!;
  expect(found).toMatchObject({ siteOnNode: false, node: { cores: 4, runsAtOnce: 6, sandboxMax: 38 } });
  expect(found.nodes).toBeGreaterThan(1);
  expect(within(asked, found.nodes, 4)).toBeLessThanOrEqual(asked.waitSeconds);
  expect(within(asked, found.nodes - 1, 4)).toBeGreaterThan(asked.waitSeconds);
});

test('a wait that is shorter than a run alone cannot be had', () => {
  expect(fewest({ ...question, waitSeconds: 1 }, measured)).toBeUndefined();
});

test.each<[string, Partial<Question>]>([
  ['more learners', { learners: 80 }],
  ['more submissions', { editsPerMinute: 2 }],
  ['more installing', { installShare: 0.5 }],
  ['more confirmations', { passShare: 1 }],
  ['fewer sandboxes', { kept: 0 }],
])('%s means longer waits', (_what, change) => {
  expect(within({ ...question, ...change }, 1, 3)).toBeGreaterThan(within(question, 1, 3));
});

test('a class that comes little by little waits less than one that begins at once', () => {
  expect(within({ ...question, start: 'steady' }, 1, 3)).toBeLessThan(within(question, 1, 3));
});
