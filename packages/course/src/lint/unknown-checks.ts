import type { Exercise } from '@dfm/contracts';

/** IDs of checks that an exercise refers to but that are not in `known`. */
export function unknownChecks(exercise: Exercise, known: ReadonlySet<string>): string[] {
  const named = [
    ...exercise.rubric.items.map((item) => item.check),
    ...exercise.wrong.flatMap((variant) => [...variant.caughtBy, ...variant.mayAlsoFail]),
    ...exercise.hints.flatMap((hint) => (typeof hint === 'string' ? [] : hint.failed)),
  ];
  return [...new Set(named)].filter((id) => !known.has(id));
}
