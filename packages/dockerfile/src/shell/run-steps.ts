import type { Dockerfile, Instruction, Stage } from '../syntax/model.ts';
import { triggerOf } from '../syntax/on-build.ts';
import { finalStage, walkChain, walkStages } from '../syntax/stages.ts';
import type { StageState } from '../syntax/stages.ts';
import { shellCommands } from './shell-commands.ts';
import type { ShellCommand } from './shell-commands.ts';

/** A RUN, including one inside ONBUILD, with the commands it executes. */
export interface RunStep {
  instruction: Instruction;
  stage: Stage;
  commands: ShellCommand[];
}

/**
 * The RUN steps whose layers are part of the image: those of the final stage and of the stages it is built
 * FROM.
 */
export function runSteps(dockerfile: Dockerfile): RunStep[] {
  const steps: RunStep[] = [];
  walkChain(dockerfile, finalStage(dockerfile), collector(steps, dockerfile));
  return steps;
}

/** Cached because many checks read the same steps of the same file. */
const cache = new WeakMap<Dockerfile, RunStep[]>();

/**
 * The RUN steps of every stage, in file order, including those inside ONBUILD. For checks that apply to any
 * stage.
 */
export function everyRunStep(dockerfile: Dockerfile): readonly RunStep[] {
  let steps = cache.get(dockerfile);
  if (steps !== undefined) return steps;
  steps = [];
  walkStages(dockerfile, collector(steps, dockerfile));
  cache.set(dockerfile, steps);
  return steps;
}

function collector(steps: RunStep[], { escape }: Dockerfile) {
  return (instruction: Instruction, { shell }: StageState, stage: Stage): void => {
    const run = triggerOf(instruction, escape);
    if (run.keyword === 'RUN') steps.push({ instruction: run, stage, commands: shellCommands(run, shell) });
  };
}
