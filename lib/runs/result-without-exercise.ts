import type { ResultDocument } from '@dfm/contracts';

/** The result of a run whose exercise is missing or broken, or that has none because it runs commands. */
export function resultWithoutExercise(
  exercise: string,
  ended: Pick<ResultDocument, 'status' | 'failure' | 'timings'>,
): ResultDocument {
  const none = { score: 0, max: 0 };
  return {
    version: 1,
    exercise,
    passed: false,
    score: 0,
    headline: ended.failure?.message ?? '',
    axes: { build: none, size: none, cache: none, security: none, runtime: none },
    checks: [],
    replay: [],
    notices: [],
    ...ended,
  };
}
