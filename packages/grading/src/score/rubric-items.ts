import type { Rubric, RubricItem } from '@dfm/contracts';
import type { Check } from '../check/check.ts';

/**
 * The items of the rubric, plus `builds` for ten points if it has no item on the build axis, because an image
 * that builds deserves some points.
 */
export function rubricItems(rubric: Rubric, checks: readonly Check[]): RubricItem[] {
  const axisOf = (item: RubricItem) =>
    item.axis ?? checks.find((check) => check.meta.id === item.check)?.meta.axis;
  if (rubric.items.some((item) => axisOf(item) === 'build')) return rubric.items;
  return [{ check: 'builds', points: 10, required: false, options: {} }, ...rubric.items];
}
