import type { Rubric, RubricItem } from '@dfm/contracts';
import type { Check } from '../check/check.ts';

/**
 * The rubric's items, with `builds` for ten points where it names none on the build axis: an image that
 * builds is worth something.
 */
export function rubricItems(rubric: Rubric, checks: readonly Check[]): RubricItem[] {
  const axisOf = (item: RubricItem) =>
    item.axis ?? checks.find((check) => check.meta.id === item.check)?.meta.axis;
  if (rubric.items.some((item) => axisOf(item) === 'build')) return rubric.items;
  return [{ check: 'builds', points: 10, required: false, options: {} }, ...rubric.items];
}
