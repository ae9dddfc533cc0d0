import { expect, test } from 'vitest';
import { formulaOf, pullOf, pullPlan, totalOf, type Packaging, type PullEvent } from './pull-plan.ts';

const sizes = { baseMb: 1, packagesMb: 10, modelMb: 100, models: 5, onNode: 2, mbPerSecond: 1 };

test.each<[packaging: Packaging, event: PullEvent, linked: boolean, formula: string, megabytes: number]>([
  ['one-image', 'first-start', false, 'b + p + n·m', 511],
  ['own-packages', 'first-start', false, 'b + k·p + k·m', 221],
  ['shared-base', 'first-start', false, 'b + p + k·m', 211],
  ['one-image', 'model-retrained', false, 'n·m', 500],
  ['own-packages', 'model-retrained', false, 'm', 100],
  ['shared-base', 'model-retrained', false, 'm', 100],
  ['one-image', 'package-updated', false, 'p + n·m', 510],
  ['own-packages', 'package-updated', false, 'k·p + k·m', 220],
  ['shared-base', 'package-updated', false, 'p + k·m', 210],
  ['one-image', 'package-updated', true, 'p', 10],
  ['own-packages', 'package-updated', true, 'k·p', 20],
  ['shared-base', 'package-updated', true, 'p', 10],
  ['one-image', 'base-patched', false, 'b + p + n·m', 511],
  ['shared-base', 'base-patched', true, 'b + p', 11],
  // --link cannot save these: the content of the layer itself is new, or the node has nothing yet.
  ['shared-base', 'model-retrained', true, 'm', 100],
  ['shared-base', 'first-start', true, 'b + p + k·m', 211],
])('%s, %s, linked %s: %s', (packaging, event, linked, formula, megabytes) => {
  const plan = pullPlan(packaging, event, linked);
  expect(formulaOf(plan)).toBe(formula);
  expect(totalOf(pullOf(plan, sizes))).toBe(megabytes);
});
