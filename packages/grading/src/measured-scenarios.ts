import type { Rubric } from '@dfm/contracts';
import { readOptions } from './check/options.ts';
import { checks } from './checks/registry.ts';

/** Ids of the scenarios whose images are measured by checks of a rubric. */
export function measuredScenarios({ items }: Pick<Rubric, 'items'>): ReadonlySet<string> {
  return new Set(
    items.flatMap((item) => {
      const check = checks.find(({ meta }) => meta.id === item.check);
      return check?.measuredScenarios?.(readOptions(check, item.options)) ?? [];
    }),
  );
}
