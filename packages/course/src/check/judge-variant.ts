import type { Exercise, ResultDocument, WrongVariant } from '@dfm/contracts';

/** The purpose of a set of an exercise's files. */
export type Role = { kind: 'starter' } | { kind: 'solution' } | { kind: 'wrong'; variant: WrongVariant };

/**
 * Describes how a result differs from what its files should show.
 *
 * @returns one sentence per mistake in the content; empty if the files behave as declared
 */
export function judgeVariant(exercise: Exercise, role: Role, result: ResultDocument): string[] {
  if (result.status === 'infrastructure')
    return [`could not be graded because of a platform fault: ${result.failure?.message ?? result.headline}`];
  if (role.kind === 'solution') return judgeSolution(exercise, result);
  if (role.kind === 'starter')
    return result.passed ? [`passes with ${result.score} points, so a learner has nothing to do`] : [];
  return judgeWrong(role.variant, result);
}

function judgeSolution(exercise: Exercise, result: ResultDocument): string[] {
  if (result.status !== 'graded')
    return [`ends with status ${result.status}: ${result.failure?.message ?? result.headline}`];
  const defects = exercise.rubric.items.flatMap(({ check }) => {
    const found = result.checks.find((entry) => entry.id === check);
    if (!found) return [`${check} is in the rubric but not in the result`];
    return found.status === 'pass' || found.simulated ? [] : [`${check}: ${found.status}. ${found.message}`];
  });
  return result.passed || defects.length > 0
    ? defects
    : [`does not pass: it has ${result.score} points and needs ${exercise.rubric.passScore}`];
}

function judgeWrong(variant: WrongVariant, result: ResultDocument): string[] {
  const defects: string[] = [];
  if (result.status !== variant.status) {
    return [
      `ends with status ${result.status} instead of ${variant.status}: ${result.failure?.message ?? result.headline}`,
    ];
  }
  if (result.passed) defects.push(`passes with ${result.score} points, although it is wrong`);
  if (result.status !== 'graded') return defects;

  const failing = result.checks.filter((check) => check.status === 'fail');
  for (const id of variant.caughtBy) {
    const check = result.checks.find((entry) => entry.id === id);
    if (!check) defects.push(`should be caught by ${id}, which is not in the result`);
    else if (check.status !== 'fail')
      defects.push(`should be caught by ${id}, which has status ${check.status}: ${check.message}`);
    else if (!check.required && check.maxPoints === 0)
      defects.push(`is caught by ${id}, which has no points in the rubric and is not required`);
  }
  for (const check of failing) {
    if (variant.caughtBy.includes(check.id) || variant.mayAlsoFail.includes(check.id)) continue;
    defects.push(`also fails ${check.id}, which is not listed in caughtBy or mayAlsoFail: ${check.message}`);
  }
  return defects;
}
