import type { Exercise, ResultDocument, WrongVariant } from '@dfm/contracts';

/** What one set of an exercise's files is meant to show. */
export type Role = { kind: 'starter' } | { kind: 'solution' } | { kind: 'wrong'; variant: WrongVariant };

/**
 * Says in words how a result differs from what its files are meant to show.
 *
 * @returns one sentence per defect of the content; empty when the files behave as declared
 */
export function judgeVariant(exercise: Exercise, role: Role, result: ResultDocument): string[] {
  if (result.status === 'infrastructure')
    return [
      `could not be graded, which says nothing about the content: ${result.failure?.message ?? result.headline}`,
    ];
  if (role.kind === 'solution') return judgeSolution(exercise, result);
  if (role.kind === 'starter')
    return result.passed ? [`passes with ${result.score} points: a learner has nothing to do`] : [];
  return judgeWrong(role.variant, result);
}

function judgeSolution(exercise: Exercise, result: ResultDocument): string[] {
  if (result.status !== 'graded')
    return [`ends as ${result.status}: ${result.failure?.message ?? result.headline}`];
  const defects = exercise.rubric.items.flatMap(({ check }) => {
    const found = result.checks.find((entry) => entry.id === check);
    if (!found) return [`${check} is in the rubric and not in the result`];
    return found.status === 'pass' ? [] : [`${check}: ${found.status}. ${found.message}`];
  });
  return result.passed || defects.length > 0
    ? defects
    : [`does not pass: ${result.score} points, ${exercise.rubric.passScore} are wanted`];
}

function judgeWrong(variant: WrongVariant, result: ResultDocument): string[] {
  const defects: string[] = [];
  if (result.status !== variant.status) {
    return [
      `ends as ${result.status} and not as ${variant.status}: ${result.failure?.message ?? result.headline}`,
    ];
  }
  if (result.passed) defects.push(`passes with ${result.score} points, though it is wrong`);
  if (result.status !== 'graded') return defects;

  const failing = result.checks.filter((check) => check.status === 'fail');
  for (const id of variant.caughtBy) {
    const check = result.checks.find((entry) => entry.id === id);
    if (!check) defects.push(`is to be caught by ${id}, which is not in the result`);
    else if (check.status !== 'fail')
      defects.push(`is to be caught by ${id}, which says ${check.status}: ${check.message}`);
    else if (!check.required && check.maxPoints === 0)
      defects.push(`is caught by ${id}, which counts for nothing in the rubric`);
  }
  for (const check of failing) {
    if (variant.caughtBy.includes(check.id) || variant.mayAlsoFail.includes(check.id)) continue;
    defects.push(
      `also fails ${check.id}, which is declared neither in caughtBy nor in mayAlsoFail: ${check.message}`,
    );
  }
  return defects;
}
