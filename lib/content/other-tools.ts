import 'server-only';
import { counterpartsByTool, counterpartTools } from '@dfm/grading';
import { checkCatalogue } from './check-catalogue.ts';

interface OtherTool {
  tool: string;
  /**
   * In alphabetical order; a rule may match several checks. `rule` is spelled as in the tool, if the tool
   * names its rules.
   */
  rules: { rule: string; checks: { id: string; title: string }[] }[];
}

/** The rules of other tools that match our checks, by tool. */
export function otherTools(): OtherTool[] {
  const counterparts = checkCatalogue().flatMap(({ id, title, also }) =>
    counterpartsByTool(also).flatMap(({ tool, ids }) =>
      ids.map((rule) => ({ tool, rule, check: { id, title } })),
    ),
  );
  return counterpartTools.flatMap((tool) => {
    const byRule = Map.groupBy(
      counterparts.filter((entry) => entry.tool === tool),
      ({ rule }) => rule,
    );
    const rules = [...byRule]
      .map(([rule, entries]) => ({ rule, checks: entries.map(({ check }) => check) }))
      .toSorted((a, b) => a.rule.localeCompare(b.rule, 'en', { numeric: true }));
    return rules.length === 0 ? [] : [{ tool, rules }];
  });
}
