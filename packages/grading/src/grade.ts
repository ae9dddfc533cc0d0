import type {
  CheckResult,
  Exercise,
  Finding,
  ResultDocument,
  Rubric,
  RubricItem,
  Timings,
} from '@dfm/contracts';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import type { Check } from './check/check.ts';
import { checks } from './checks/registry.ts';
import type { Evidence } from './evidence/evidence.ts';
import { attributeLayers } from './image/attribute-layers.ts';
import { imageResult } from './image/image-result.ts';
import { replayLayers } from './image/layer-replay.ts';
import { cacheVerdict, coldResult } from './replay/cache-verdict.ts';
import type { CacheVerdict } from './replay/cache-verdict.ts';
import { axisScores, totalScore } from './score/axis-scores.ts';
import { beyondRubric, overruledIgnores } from './score/beyond-rubric.ts';
import { evaluateItem } from './score/evaluate-item.ts';
import type { GradingInput } from './score/evaluate-item.ts';
import { fitResult } from './score/fit-result.ts';
import { orderResults } from './score/order-results.ts';
import { rubricItems } from './score/rubric-items.ts';
import { findingsOf } from './static/read-static.ts';
import { headline, reachOf } from './verdict/headline.ts';

export interface GradeInput {
  exercise: Exercise;
  evidence: Evidence;
  timings: Timings;
  engine: ResultDocument['engine'];
  notices: string[];
}

/**
 * Turns the measurements of a run into the verdict. The same evidence gives the same document, byte for byte.
 *
 * @returns a result document of status `graded`
 * @throws Error if the rubric names a check that does not exist or gives a check invalid options, which is a
 *   mistake by the author
 */
export function grade({ exercise, evidence, timings, engine, notices }: GradeInput): ResultDocument {
  const input = measure(exercise, evidence);
  const items = rubricItems(exercise.rubric, checks);
  const counted = items.map((item) => evaluateItem(checkOf(item), item, input));
  const score = totalScore(counted);
  const { remarks, ignored } = beyondRubric(checks, items, input);
  const results = orderResults([...counted, ...remarks]);
  const passed = passes(exercise.rubric, score, results);
  const { cold, image } = evidence;
  return fitResult({
    version: 1,
    exercise: exercise.slug,
    status: 'graded',
    passed,
    score,
    headline: headline(reachOf(evidence), results, passed),
    axes: axisScores(counted),
    checks: results,
    ...(ignored.length === 0 ? {} : { ignored }),
    replay: (input.cache ?? []).map(({ scenario, title, totalMs, firstMissLine, stopped, steps }) => ({
      scenario,
      title,
      totalMs,
      ...(firstMissLine === undefined ? {} : { firstMissLine }),
      ...(stopped === undefined ? {} : { stopped }),
      steps,
    })),
    ...(cold === undefined ? {} : { cold: coldResult(cold, input.layerLines) }),
    ...(image === undefined || input.replay === undefined
      ? {}
      : { image: imageResult(image, input.replay, input.layerLines) }),
    timings,
    ...(engine === undefined ? {} : { engine }),
    notices: [...notices, ...overruledIgnores(deciding(items, remarks), input)],
  });
}

/** Whether a graded submission passes. What needs a GPU cannot decide that where the GPU was simulated. */
export function passes(rubric: Rubric, score: number, results: readonly CheckResult[]): boolean {
  return (
    score >= rubric.passScore &&
    results.every((result) => !result.required || result.status === 'pass' || result.simulated === true)
  );
}

/** IDs of the checks that give points or decide whether the run passes. */
export function deciding(items: readonly RubricItem[], remarks: readonly CheckResult[]): string[] {
  return [
    ...items.map((item) => item.check),
    ...remarks.filter((result) => result.required).map(({ id }) => id),
  ];
}

/** Everything that the checks read, computed once. */
export function measure(exercise: Exercise, evidence: Evidence): GradingInput {
  const dockerfile = parseDockerfile(evidence.dockerfile);
  // Findings that a comment silences in the editor still count, because a comment in a submission earns no
  // points.
  const allFindings: Finding[] = checks.flatMap((check) =>
    findingsOf(check, { dockerfile, context: evidence.context }),
  );
  const { cold, image, replays } = evidence;
  const layerLines = image === undefined ? [] : attributeLayers(dockerfile, image.config, image.baseLayers);
  const verdictOf = (replay: NonNullable<typeof replays>[number]): CacheVerdict[] => {
    const scenario = exercise.scenarios.find((candidate) => candidate.id === replay.scenario);
    return cold === undefined || scenario === undefined
      ? []
      : [cacheVerdict(cold, replay, dockerfile, scenario, layerLines)];
  };
  return {
    evidence,
    dockerfile,
    replay: image === undefined ? undefined : replayLayers(image.layers, image.baseLayers),
    cache: cold === undefined ? undefined : replays?.flatMap(verdictOf),
    layerLines,
    scenarios: exercise.scenarios,
    run: exercise.run,
    allFindings,
  };
}

/** @throws Error if there is no such check */
export function checkOf(item: RubricItem): Check {
  const check = checks.find((candidate) => candidate.meta.id === item.check);
  if (check === undefined) throw new Error(`The rubric names the check ${item.check}, which does not exist.`);
  return check;
}
