import type { CheckResult } from '@dfm/contracts';
import type { ChangedCheck, CheckChange } from '@dfm/contracts/page-data';

/** The checks that are different in two results of a submission, in the order of the new one. */
export function checkChanges(before: readonly CheckResult[], after: readonly CheckResult[]): CheckChange[] {
  const old = new Map(before.map((check) => [check.id, shown(check)]));
  const now = new Map(after.map((check) => [check.id, shown(check)]));
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((id): CheckChange[] => {
    const change = { id, before: old.get(id), after: now.get(id) };
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change];
  });
}

function shown({ status, points, maxPoints, required, message, path, line }: CheckResult): ChangedCheck {
  return { status, points, maxPoints, required, message, path, line };
}
