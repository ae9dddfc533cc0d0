import type { Dockerfile, Instruction, Stage } from '../dockerfile/model.ts';
import { shellCommands } from '../dockerfile/shell-commands.ts';
import type { ShellCommand } from '../dockerfile/shell-commands.ts';
import { finalStage, walkChain } from '../dockerfile/stages.ts';

/** A RUN with what it executes and what held when it ran. */
export interface RunStep {
  instruction: Instruction;
  commands: ShellCommand[];
  user: string | undefined;
  workdir: string;
  variables: ReadonlyMap<string, string>;
}

/** RUN steps of a stage's chain in order; by default of the final stage, whose layers are the image's. */
export function runSteps(dockerfile: Dockerfile, stage: Stage | undefined = finalStage(dockerfile)): RunStep[] {
  const steps: RunStep[] = [];
  let variables: ReadonlyMap<string, string> = new Map();
  let size = -1;
  let last: Instruction | undefined;
  walkChain(dockerfile, stage, (instruction, state) => {
    // The state's map is reused; it is copied only where an ENV or ARG has come since.
    if (last === undefined || last.keyword === 'ENV' || last.keyword === 'ARG' || state.variables.size !== size) {
      variables = new Map(state.variables);
      size = state.variables.size;
    }
    last = instruction;
    if (instruction.keyword !== 'RUN') return;
    steps.push({ instruction, commands: shellCommands(instruction, state.shell), user: state.user, workdir: state.workdir, variables });
  });
  return steps;
}
