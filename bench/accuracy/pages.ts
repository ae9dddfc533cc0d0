import { join } from 'node:path';
import { checks } from '@dfm/grading';
import { root } from '../../launcher/stack.ts';
import { loadCases } from '../../packages/grading/test/load-cases.ts';
import { checksPageText } from './checks-page.ts';
import { compareCheck, type CheckAgreement } from './compare.ts';
import type { CounterpartRecord } from './record.ts';
import { resultsPage } from './results-page.ts';

interface GeneratedPage {
  path: string;
  text: string;
}

/** Compares every check that has cases, in alphabetical order. */
export async function compareAll(record: CounterpartRecord): Promise<CheckAgreement[]> {
  const cases = await loadCases();
  return [...cases].map(([id, rows]) => {
    const check = checks.find((candidate) => candidate.meta.id === id);
    if (!check) throw new Error(`packages/grading/src/checks/${id}/cases.ts: there is no check called ${id}`);
    return compareCheck(check, rows, record);
  });
}

/** `docs/checks.md`, which depends only on the checks. */
export function checksPage(): GeneratedPage {
  return { path: join(root, 'docs/checks.md'), text: checksPageText(checks) };
}

/** `docs/results/grader-accuracy.md`. */
export function accuracyPage(
  compared: CheckAgreement[],
  { versions, rules }: CounterpartRecord,
): GeneratedPage {
  const answered = new Set(checks.flatMap(({ meta }) => meta.also));
  const unanswered = Object.fromEntries(
    Object.entries(rules).map(([tool, ids]) => [tool, ids.filter((id) => !answered.has(id))]),
  ) as CounterpartRecord['rules'];
  return {
    path: join(root, 'docs/results/grader-accuracy.md'),
    text: resultsPage(compared, versions, unanswered),
  };
}
