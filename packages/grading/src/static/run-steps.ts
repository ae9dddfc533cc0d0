import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { shellCommands } from '../dockerfile/shell-commands.ts';
import type { ShellCommand } from '../dockerfile/shell-commands.ts';
import { finalStage, walkChain } from '../dockerfile/stages.ts';

/** A RUN with the commands it executes. */
export interface RunStep {
  instruction: Instruction;
  commands: ShellCommand[];
}

/** The RUN steps whose layers the image has: those of the final stage and of the stages it is built FROM. */
export function runSteps(dockerfile: Dockerfile): RunStep[] {
  const steps: RunStep[] = [];
  walkChain(dockerfile, finalStage(dockerfile), (instruction, { shell }) => {
    if (instruction.keyword === 'RUN') steps.push({ instruction, commands: shellCommands(instruction, shell) });
  });
  return steps;
}
