import { factsOf } from './instruction-facts.ts';
import type { Dockerfile, Instruction, Stage } from './model.ts';
import { walkChain } from './stages.ts';

/**
 * Line of a BuildKit step `[stage index/count]`. The steps of a stage are its FROM and its WORKDIR, RUN, COPY
 * and ADD instructions, in order. FROM is a step only if it names an image, not for FROM scratch or FROM
 * another stage (moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go, `cmdTotal` and
 * `prefixCommand`). A WORKDIR that leads to `/` is counted but has no index (`dispatchWorkdir`).
 *
 * @param stage the name of the stage, or `stage-N` if it has none; '' if the Dockerfile has a single stage
 * @param count the count that BuildKit printed. If it differs from ours, because of ONBUILD steps in the
 *   base, the result is undefined.
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
  /** Lines of the steps that have an index, in order. */
  lines: number[];
}

/** Cached because a build looks up each of its steps several times. */
const cache = new WeakMap<Stage, StageSteps>();

function stepsOf(dockerfile: Dockerfile, stage: Stage): StageSteps {
  const cached = cache.get(stage);
  if (cached !== undefined) return cached;
  const steps = stage.instructions.filter(({ keyword }) => factsOf(keyword).step);
  if (stage.parent === undefined && stage.base.resolved !== 'scratch') steps.unshift(stage.from);
  const unnumbered = rootWorkdirs(dockerfile, stage);
  const found = {
    count: steps.length,
    lines: steps.filter((step) => !unnumbered.has(step)).map(({ startLine }) => startLine),
  };
  cache.set(stage, found);
  return found;
}

/** The WORKDIR instructions of a stage after which the directory is `/`. */
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
