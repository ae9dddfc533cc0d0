import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { triggerOf } from '../dockerfile/on-build.ts';
import { shellCommands } from '../dockerfile/shell-commands.ts';
import type { ShellCommand } from '../dockerfile/shell-commands.ts';
import { finalStage, walkChain, walkStages } from '../dockerfile/stages.ts';
import type { StageState } from '../dockerfile/stages.ts';

/** A RUN with the commands it executes. */
export interface RunStep {
  instruction: Instruction;
  commands: ShellCommand[];
}

/** The RUN steps whose layers the image has: those of the final stage and of the stages it is built FROM. */
export function runSteps(dockerfile: Dockerfile): RunStep[] {
  const steps: RunStep[] = [];
  walkChain(dockerfile, finalStage(dockerfile), collector(steps));
  return steps;
}

/** Many checks ask for them. */
const everyStep = new WeakMap<Dockerfile, RunStep[]>();

/** The RUN steps of every stage, in file order, with those that an ONBUILD holds: for what matters wherever it is run. */
export function everyRunStep(dockerfile: Dockerfile): RunStep[] {
  const known = everyStep.get(dockerfile);
  if (known !== undefined) return known;
  const steps: RunStep[] = [];
  const collect = collector(steps);
  walkStages(dockerfile, (instruction, state) => collect(triggerOf(instruction, dockerfile.escape), state));
  everyStep.set(dockerfile, steps);
  return steps;
}

function collector(steps: RunStep[]) {
  return (instruction: Instruction, { shell }: StageState): void => {
    if (instruction.keyword === 'RUN') steps.push({ instruction, commands: shellCommands(instruction, shell) });
  };
}
