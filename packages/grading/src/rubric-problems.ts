import type { Rubric } from '@dfm/contracts';
import { type OptionProblem, optionProblems } from './check/options.ts';
import { checks } from './checks/registry.ts';

/** Options of a rubric that its checks refuse. A check that does not exist has none. */
export function rubricProblems({ items }: Pick<Rubric, 'items'>): OptionProblem[] {
  return items.flatMap((item) => {
    const check = checks.find(({ meta }) => meta.id === item.check);
    return check === undefined ? [] : optionProblems(check, item.options);
  });
}
