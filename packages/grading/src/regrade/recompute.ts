import type { CheckResult, Exercise, ResultDocument, RubricItem } from '@dfm/contracts';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { checks } from '../checks/registry.ts';
import { checkOf, deciding, measure, passes } from '../grade.ts';
import { axisScores, totalScore } from '../score/axis-scores.ts';
import { beyondRubric, isOverruledIgnore, overruledIgnores } from '../score/beyond-rubric.ts';
import { evaluateItem, round, type GradingInput } from '../score/evaluate-item.ts';
import { fitResult } from '../score/fit-result.ts';
import { orderResults } from '../score/order-results.ts';
import { rubricItems } from '../score/rubric-items.ts';
import { ungraded } from '../ungraded.ts';
import { headline, reachIn } from '../verdict/headline.ts';
import { judgesText } from './judges-text.ts';

export interface RecomputeInput {
  /** As it is now. Its measured part must be that with which `stored` was measured. */
  exercise: Exercise;
  /** Its status is not `infrastructure`. */
  stored: ResultDocument;
  /** Text of the submitted Dockerfile. */
  dockerfile: string;
  context: BuildContext;
}

const textChecks = checks.filter(judgesText);
const isText = (id: string) => textChecks.some(({ meta }) => meta.id === id);

/**
 * The result that a submission would have with a corrected rubric, without building it: checks of the text
 * are evaluated again, and what was measured gets its new points, which are exact to a hundredth of a point.
 *
 * @returns undefined if the stored result does not contain enough, so that the submission has to be built
 *   again
 */
export function recompute(input: RecomputeInput): ResultDocument | undefined {
  return input.stored.status === 'graded' ? regraded(input) : stillUngraded(input);
}

function regraded({ exercise, stored, dockerfile, context }: RecomputeInput): ResultDocument | undefined {
  const reach = reachIn(stored.headline);
  const input = measure(exercise, { dockerfile, context });
  const items = rubricItems(exercise.rubric, checks);
  const counted = items.flatMap((item) => itemResult(item, stored, input) ?? []);
  if (reach === undefined || counted.length < items.length) return undefined;
  const ofText = beyondRubric(textChecks, items, input);
  const named = new Set(items.map(({ check }) => check));
  const remarks = [
    ...ofText.remarks,
    ...stored.checks.filter(({ id, status }) => status !== 'pass' && !isText(id) && !named.has(id)),
  ];
  const ignored = [...ofText.ignored, ...(stored.ignored ?? []).filter(({ id }) => !isText(id))];
  const results = orderResults([...counted, ...remarks]);
  const score = totalScore(counted);
  const passed = passes(exercise.rubric, score, results);
  const { ignored: _, ...kept } = stored;
  return fitResult({
    ...kept,
    score,
    passed,
    headline: headline(reach, results, passed),
    axes: axisScores(counted),
    checks: results,
    ...(ignored.length === 0 ? {} : { ignored: ignored.toSorted(byRegistry) }),
    notices: withOverruled(stored, deciding(items, remarks), input),
  });
}

/** @returns undefined if its points cannot be determined */
function itemResult(item: RubricItem, stored: ResultDocument, input: GradingInput): CheckResult | undefined {
  const check = checkOf(item);
  if (judgesText(check)) return evaluateItem(check, item, input);
  const before = stored.checks.find(({ id }) => id === item.check);
  if (before === undefined) return undefined;
  // It may have been required because the rubric said so, or because the image contains a secret.
  if (check.mayDisqualify === true && before.required && before.status !== 'pass' && !item.required)
    return undefined;
  const points = rescaled(before, item.points);
  if (points === undefined) return undefined;
  const axis = item.axis ?? check.meta.axis;
  return { ...before, axis, points, maxPoints: item.points, required: item.required };
}

/** Points with a different maximum. A result without points does not say which share of them was earned. */
function rescaled({ status, points, maxPoints }: CheckResult, newMax: number): number | undefined {
  if (newMax === 0 || status === 'skipped') return 0;
  return maxPoints === 0 ? undefined : round((newMax * points) / maxPoints);
}

/** What did not build or exceeded a limit has no points, whatever they are; only findings in the text change. */
function stillUngraded({
  exercise,
  stored,
  dockerfile,
  context,
}: RecomputeInput): ResultDocument | undefined {
  const { status, failure, timings, engine, notices, cold } = stored;
  if (status === 'graded' || failure === undefined) return undefined;
  const result = ungraded({
    exercise,
    status,
    failure,
    timings,
    engine,
    notices: notices.filter((notice) => !isOverruledIgnore(notice)),
    evidence: { dockerfile, context },
  });
  return cold === undefined ? result : fitResult({ ...result, cold });
}

function withOverruled(stored: ResultDocument, counts: readonly string[], input: GradingInput): string[] {
  return [
    ...stored.notices.filter((notice) => !isOverruledIgnore(notice)),
    ...overruledIgnores(counts, input),
  ];
}

const place = new Map(checks.map(({ meta }, index) => [meta.id, index]));
const byRegistry = (a: { id: string }, b: { id: string }) =>
  (place.get(a.id) ?? checks.length) - (place.get(b.id) ?? checks.length);
