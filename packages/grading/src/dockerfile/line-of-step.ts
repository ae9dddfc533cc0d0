import type { Dockerfile, Stage } from './model.ts';

const stepKeywords = new Set(['WORKDIR', 'RUN', 'COPY', 'ADD']);

/**
 * Line of a BuildKit step `[stage index/count]`: of a stage's FROM and its WORKDIR, RUN, COPY and ADD in order.
 * FROM is a step only where it names an image: FROM scratch and FROM another stage are none
 * (moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go, `cmdTotal` and `prefixCommand`).
 * @param stage the stage's name, `stage-N` for one without; '' where the Dockerfile has a single stage
 * @param count the count BuildKit printed; where it is not ours (ONBUILD steps of the base) the answer is undefined
 */
export function lineOfStep(dockerfile: Dockerfile, stage: string, index: number, count: number): number | undefined {
  const found = stageNamed(dockerfile, stage);
  if (found === undefined) return undefined;
  const steps = found.instructions.filter((instruction) => stepKeywords.has(instruction.keyword));
  if (found.parent === undefined && found.base.resolved !== 'scratch') steps.unshift(found.from);
  return steps.length === count ? steps[index - 1]?.startLine : undefined;
}

function stageNamed(dockerfile: Dockerfile, name: string): Stage | undefined {
  if (name === '') return dockerfile.stages.length === 1 ? dockerfile.stages[0] : undefined;
  const named = dockerfile.stages.findLast((stage) => stage.name === name.toLowerCase());
  if (named !== undefined) return named;
  const number = /^stage-(\d+)$/u.exec(name)?.[1];
  return number === undefined ? undefined : dockerfile.stages[Number(number)];
}
