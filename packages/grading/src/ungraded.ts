import type { CheckResult, Exercise, ResultDocument, RubricItem, RunStatus, Timings } from '@dfm/contracts';
import { builds } from './checks/builds/builds.ts';
import { checks } from './checks/registry.ts';
import type { Evidence } from './evidence/evidence.ts';
import { measure } from './grade.ts';
import { coldResult } from './replay/cache-verdict.ts';
import { axisScores } from './score/axis-scores.ts';
import { beyondRubric, overruledIgnores } from './score/beyond-rubric.ts';
import { evaluateItem, type GradingInput } from './score/evaluate-item.ts';
import { fitResult } from './score/fit-result.ts';
import { orderResults } from './score/order-results.ts';
import { rubricItems } from './score/rubric-items.ts';
import { failureHeadline } from './verdict/headline.ts';

export interface UngradedInput {
  exercise: Exercise;
  status: Exclude<RunStatus, 'graded'>;
  failure: NonNullable<ResultDocument['failure']>;
  timings: Timings;
  engine?: ResultDocument['engine'];
  notices?: string[];
  /** What is known about the submission: its text gives static findings, and a cold build gives its steps. */
  evidence?: Pick<Evidence, 'dockerfile' | 'context' | 'cold'>;
}

/**
 * The verdict of a run that ended before it could be graded: no points, every rubric item `skipped`, and the
 * failure as its headline. It also has the findings in the text, so that a learner whose build fails has
 * something to fix.
 */
export function ungraded({
  exercise,
  status,
  failure,
  timings,
  engine,
  notices,
  evidence,
}: UngradedInput): ResultDocument {
  const items = rubricItems(exercise.rubric, checks);
  // A failed build of a scenario counts as well, for example of a different target.
  const unbuilt =
    status === 'build-failed' ||
    (status !== 'infrastructure' && (failure.phase === 'static' || failure.phase === 'cold-build'));
  // Only the text is judged, because incomplete measurements are not conclusive.
  const input =
    evidence === undefined || status === 'infrastructure'
      ? undefined
      : measure(exercise, { dockerfile: evidence.dockerfile, context: evidence.context });
  const { remarks, ignored } =
    input === undefined ? { remarks: [], ignored: [] } : beyondRubric(checks, items, input);
  const results = [
    ...items
      .filter((item) => !(unbuilt && item.check === builds.meta.id))
      .flatMap((item) => unmeasured(item, input)),
    ...(unbuilt ? [failedBuild(items, failure)] : []),
  ];
  return fitResult({
    version: 1,
    exercise: exercise.slug,
    status,
    passed: false,
    score: 0,
    headline: failureHeadline(status, failure),
    axes: axisScores(results),
    checks: orderResults([...results, ...remarks]),
    ...(ignored.length === 0 ? {} : { ignored }),
    replay: [],
    ...(evidence?.cold === undefined ? {} : { cold: coldResult(evidence.cold, []) }),
    timings,
    ...(engine === undefined ? {} : { engine }),
    notices: [
      ...(notices ?? []),
      ...(input === undefined
        ? []
        : overruledIgnores(
            items.map((item) => item.check),
            input,
          )),
    ],
    failure,
  });
}

/**
 * A rubric item without points: what its check reports about the text, as a warning, or `skipped`. Empty for
 * an unknown check.
 */
function unmeasured(item: RubricItem, input: GradingInput | undefined): CheckResult[] {
  const check = checks.find((candidate) => candidate.meta.id === item.check);
  if (check === undefined) return [];
  const { id, axis, severity, why, also } = check.meta;
  const base = { axis: item.axis ?? axis, points: 0, maxPoints: item.points, required: item.required };
  const read =
    input === undefined
      ? undefined
      : evaluateItem(check, { check: id, points: 0, required: false, options: {} }, input);
  if (read?.status === 'fail' || read?.status === 'warn') return [{ ...read, ...base, status: 'warn' }];
  return [
    {
      id,
      status: 'skipped',
      severity,
      message: 'Not measured: the run ended before this check.',
      why,
      evidence: [],
      also,
      ...base,
    },
  ];
}

/** The check of the build itself, which failed. */
function failedBuild(items: readonly RubricItem[], failure: UngradedInput['failure']): CheckResult {
  return {
    id: builds.meta.id,
    axis: 'build',
    status: 'fail',
    severity: 'error',
    points: 0,
    maxPoints: items.find((item) => item.check === builds.meta.id)?.points ?? 0,
    required: true,
    line: failure.line,
    message: failure.message,
    why: builds.meta.why,
    next: builds.meta.fix,
    evidence:
      failure.limit === undefined ? [] : [{ label: 'Limit reached', value: failure.limit, unit: 'text' }],
    also: [],
  };
}
