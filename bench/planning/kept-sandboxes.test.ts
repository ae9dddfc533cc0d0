import { expect, test } from 'vitest';
import { KeptSandboxes } from './kept-sandboxes.ts';

/** A node on which these learners have had a run each, one after the other, a second apart. */
function usedBy(learners: readonly number[], max: number): KeptSandboxes {
  const sandboxes = new KeptSandboxes(max, 900);
  for (const [second, learner] of learners.entries()) {
    sandboxes.take(learner, second);
    sandboxes.keep(learner, second);
  }
  return sandboxes;
}

test.each([
  ['a learner who comes again finds the sandbox', [1, 2], 2, 1, true],
  ['the sandbox that is idle longest has to go', [1, 2, 3], 2, 1, false],
  ['near miss: the second longest stays', [1, 2, 3], 2, 2, true],
  ['a sandbox that was used again counts as new', [1, 2, 1, 3], 2, 1, true],
  ['no one gets the sandbox of a different learner', [1, 2], 2, 3, false],
])('%s', (_what, learners, max, returning, isKept) => {
  expect(usedBy(learners, max).take(returning, learners.length)).toBe(isKept);
});

test('sandboxes that work are never removed, and count', () => {
  const sandboxes = usedBy([1, 2], 3);
  sandboxes.takeNew(2);
  expect(sandboxes.count).toBe(3);
  sandboxes.takeNew(2);
  sandboxes.takeNew(2);
  expect(sandboxes.count).toBe(3);
  sandboxes.discard();
  expect(sandboxes.count).toBe(2);
});
