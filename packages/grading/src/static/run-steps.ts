import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { shellCommands } from '../dockerfile/shell-commands.ts';
import type { ShellCommand } from '../dockerfile/shell-commands.ts';
import { finalStage, walkChain, walkStages } from '../dockerfile/stages.ts';
import type { StageState } from '../dockerfile/stages.ts';
import { runOf } from './run-of.ts';

/** A RUN, also one behind ONBUILD, with the commands it executes. */
export interface RunStep {
  instruction: Instruction;
  commands: ShellCommand[];
}

/** The RUN steps whose layers the image has: those of the final stage and of the stages it is built FROM. */
export function runSteps(dockerfile: Dockerfile): RunStep[] {
  const steps: RunStep[] = [];
  walkChain(dockerfile, finalStage(dockerfile), collector(steps, dockerfile));
  return steps;
}

/** Many checks ask for the same steps of the same file. */
const known = new WeakMap<Dockerfile, RunStep[]>();

/** The RUN steps of every stage, in file order: for what matters wherever it is run. */
export function everyRunStep(dockerfile: Dockerfile): readonly RunStep[] {
  let steps = known.get(dockerfile);
  if (steps !== undefined) return steps;
  steps = [];
  walkStages(dockerfile, collector(steps, dockerfile));
  known.set(dockerfile, steps);
  return steps;
}

function collector(steps: RunStep[], { escape }: Dockerfile) {
  return (instruction: Instruction, { shell }: StageState): void => {
    const run = runOf(instruction, escape);
    if (run !== undefined) steps.push({ instruction: run, commands: shellCommands(run, shell) });
  };
}
