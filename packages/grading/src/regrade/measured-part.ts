import type { Exercise, RubricItem } from '@dfm/contracts';
import { builds } from '../checks/builds/builds.ts';
import { checks } from '../checks/registry.ts';
import { judgesText } from './judges-text.ts';

/**
 * The part of an exercise that determines what is measured: everything except what is only shown to people,
 * what points the measurements give, and the checks that read only the submitted files. Two exercises with an
 * equal part measure the same.
 */
export function measuredPart(exercise: Exercise): object {
  const {
    title: _title,
    summary: _summary,
    difficulty: _difficulty,
    minutes: _minutes,
    tags: _tags,
    lesson: _lesson,
    hints: _hints,
    draws: _draws,
    board: _board,
    wrong: _wrong,
    rubric,
    ...measured
  } = exercise;
  const texts = new Set(checks.filter(judgesText).map(({ meta }) => meta.id));
  const isMeasured = ({ check }: RubricItem) => check !== builds.meta.id && !texts.has(check);
  return {
    ...measured,
    // Whether it builds is always measured, also if the rubric has something else on that axis instead.
    checks: rubric.items
      .filter(isMeasured)
      .map(({ check, options }) => ({ check, options }))
      .toSorted((a, b) => (a.check < b.check ? -1 : 1)),
  };
}
