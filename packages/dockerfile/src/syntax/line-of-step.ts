import type { Dockerfile, Instruction, Stage } from './model.ts';
import { walkChain } from './stages.ts';

const stepKeywords = new Set(['WORKDIR', 'RUN', 'COPY', 'ADD']);

/**
 * Line of a BuildKit step `[stage index/count]`: of a stage's FROM and its WORKDIR, RUN, COPY and ADD in
 * order. FROM is a step only where it names an image: FROM scratch and FROM another stage are none
 * (moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go, `cmdTotal` and `prefixCommand`). A WORKDIR
 * that leads to `/` is in the count and takes no index (`dispatchWorkdir`).
 *
 * @param stage the stage's name, `stage-N` for one without; '' where the Dockerfile has a single stage
 * @param count the count BuildKit printed; where it is not ours (ONBUILD steps of the base) the answer is
 *   undefined
 */
export function lineOfStep(
  dockerfile: Dockerfile,
  stage: string,
  index: number,
  count: number,
): number | undefined {
  const found = stageNamed(dockerfile, stage);
  if (found === undefined) return undefined;
  const steps = stepsOf(dockerfile, found);
  return steps.count === count ? steps.lines[index - 1] : undefined;
}

interface StageSteps {
  count: number;
  /** Of the steps that take an index, in order. */
  lines: number[];
}

/** A build asks for each of its steps, several times. */
const known = new WeakMap<Stage, StageSteps>();

function stepsOf(dockerfile: Dockerfile, stage: Stage): StageSteps {
  const before = known.get(stage);
  if (before !== undefined) return before;
  const steps = stage.instructions.filter((instruction) => stepKeywords.has(instruction.keyword));
  if (stage.parent === undefined && stage.base.resolved !== 'scratch') steps.unshift(stage.from);
  const unnumbered = rootWorkdirs(dockerfile, stage);
  const found = {
    count: steps.length,
    lines: steps.filter((step) => !unnumbered.has(step)).map(({ startLine }) => startLine),
  };
  known.set(stage, found);
  return found;
}

/** The WORKDIRs of a stage after which the directory is `/`. */
function rootWorkdirs(dockerfile: Dockerfile, stage: Stage): Set<Instruction> {
  const found = new Set<Instruction>();
  let last: Instruction | undefined;
  const { workdir } = walkChain(dockerfile, stage, (instruction, state) => {
    if (last !== undefined && state.workdir === '/') found.add(last);
    last = instruction.keyword === 'WORKDIR' ? instruction : undefined;
  });
  if (last !== undefined && workdir === '/') found.add(last);
  return found;
}

function stageNamed(dockerfile: Dockerfile, name: string): Stage | undefined {
  if (name === '') return dockerfile.stages.length === 1 ? dockerfile.stages[0] : undefined;
  const named = dockerfile.stages.findLast((stage) => stage.name === name.toLowerCase());
  if (named !== undefined) return named;
  const number = /^stage-(\d+)$/u.exec(name)?.[1];
  return number === undefined ? undefined : dockerfile.stages[Number(number)];
}
