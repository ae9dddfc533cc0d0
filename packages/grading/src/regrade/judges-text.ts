import type { Check } from '../check/check.ts';

/** Whether a check decides from the submitted files alone, so that it can be evaluated again without a build. */
export function judgesText({ meta }: Pick<Check, 'meta'>): boolean {
  return meta.needs.every((need) => need === 'static' || need === 'context');
}
