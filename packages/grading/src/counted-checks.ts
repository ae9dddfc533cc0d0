import type { Rubric } from '@dfm/contracts';
import { checks } from './checks/registry.ts';
import { rubricItems } from './score/rubric-items.ts';

/**
 * IDs of the checks by which a run of an exercise can fail: those of its rubric, `builds` if it is added to
 * the rubric, and those that disqualify an image in every exercise.
 */
export function countedChecks(rubric: Rubric): ReadonlySet<string> {
  return new Set([
    ...rubricItems(rubric, checks).map(({ check }) => check),
    ...checks.flatMap(({ meta, mayDisqualify }) => (mayDisqualify === true ? [meta.id] : [])),
  ]);
}
