import { axes } from '@dfm/contracts';
import type { CheckResult, ResultDocument } from '@dfm/contracts';
import { round } from './evaluate-item.ts';

/** Points and maximum points per axis. `gpu` is included only if the rubric has points for it. */
export function axisScores(results: readonly CheckResult[]): ResultDocument['axes'] {
  const of = (axis: (typeof axes)[number]) => {
    const own = results.filter((result) => result.axis === axis);
    return {
      score: round(own.reduce((sum, result) => sum + result.points, 0)),
      max: round(own.reduce((sum, result) => sum + result.maxPoints, 0)),
    };
  };
  const gpu = of('gpu');
  return {
    build: of('build'),
    size: of('size'),
    cache: of('cache'),
    security: of('security'),
    runtime: of('runtime'),
    ...(gpu.max > 0 ? { gpu } : {}),
  };
}

/** Score from 0 to 100, rounded: all points divided by all maximum points. */
export function totalScore(results: readonly CheckResult[]): number {
  const max = results.reduce((sum, result) => sum + result.maxPoints, 0);
  return max === 0 ? 0 : Math.round((100 * results.reduce((sum, result) => sum + result.points, 0)) / max);
}
