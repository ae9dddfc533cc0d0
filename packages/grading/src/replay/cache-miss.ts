import type { EditScenario, ReplayStep } from '@dfm/contracts';
import { copiesPath } from '@dfm/dockerfile/copies/copied-paths';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { assignmentsOf, stageChain } from '@dfm/dockerfile/syntax/stages';

/** A step that ran although an earlier build had completed it. */
export interface CacheMiss {
  line: number | undefined;
  /** Continues a sentence about the line. */
  reason: string;
  /** Edited files that the step reads. */
  files: string[];
  /** The changed build argument that the step sees, and the line that declares it. */
  argument: { name: string; line: number } | undefined;
}

/** Why a step of a rebuild ran. */
export function missOf(
  step: Pick<ReplayStep, 'line'>,
  dockerfile: Dockerfile,
  scenario: EditScenario,
): CacheMiss {
  const instruction = dockerfile.instructions.find((candidate) => candidate.startLine === step.line);
  const files = scenario.edits
    .map((edit) => edit.path)
    .filter((path) => instruction !== undefined && copiesPath(instruction, path, dockerfile));
  const argument = instruction === undefined ? undefined : changedArgument(instruction, dockerfile, scenario);
  return { line: step.line, reason: reasonOf(files, argument, scenario), files, argument };
}

/**
 * The cache miss that made a step run: the first step that ran in its stage and those it is built FROM, or
 * the step itself if nothing above it ran.
 *
 * @param steps of the rebuild
 */
export function missAbove(
  step: ReplayStep,
  steps: readonly ReplayStep[],
  dockerfile: Dockerfile,
  scenario: EditScenario,
): CacheMiss {
  const ran = new Set(steps.filter(({ cached }) => !cached).map(({ line }) => line));
  const stage = dockerfile.instructions.find(({ startLine }) => startLine === step.line)?.stage;
  const first = stageChain(dockerfile, stage === undefined ? undefined : dockerfile.stages[stage])
    .flatMap(({ instructions }) => instructions)
    .find(({ startLine }) => ran.has(startLine));
  return missOf(first === undefined ? step : { line: first.startLine }, dockerfile, scenario);
}

function reasonOf(files: readonly string[], argument: CacheMiss['argument'], scenario: EditScenario): string {
  if (files.length > 0) return `${files.join(', ')} changed, and this step reads it`;
  if (argument !== undefined) return `the value of ${argument.name} changed (ARG on line ${argument.line})`;
  if (scenario.cache === 'pushed-image')
    return 'a new builder does not have it in its cache: the pushed image contains only the steps that created its own layers';
  if (scenario.edits.length === 0) return 'nothing it reads has changed';
  return 'a step it builds on ran again';
}

/**
 * A changed build argument that the step sees. A RUN sees every ARG declared above it in its stage and in
 * those it is built FROM. Other steps see those they name.
 */
function changedArgument(
  instruction: Instruction,
  dockerfile: Dockerfile,
  scenario: EditScenario,
): { name: string; line: number } | undefined {
  const changed = new Set(Object.keys(scenario.buildArgs ?? {}));
  if (changed.size === 0) return undefined;
  const chain = stageChain(dockerfile, dockerfile.stages[instruction.stage ?? -1]);
  const above = chain
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword, startLine }) => keyword === 'ARG' && startLine < instruction.startLine);
  const declared = above.flatMap((arg) =>
    assignmentsOf(arg, dockerfile.escape).map(({ name }) => ({ name, line: arg.startLine })),
  );
  return declared.find(
    ({ name }) =>
      changed.has(name) &&
      (instruction.keyword === 'RUN' || new RegExp(`\\$\\{?${name}\\b`, 'u').test(instruction.raw)),
  );
}
