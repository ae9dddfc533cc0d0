import type { Dockerfile, Instruction } from '../syntax/model.ts';
import { walkStages } from '../syntax/stages.ts';

/**
 * Returns a predicate: whether an instruction, or an earlier one of its stage or of the stages it is built
 * FROM, writes a setting to a package manager's configuration, as `echo 'APT::Install-Recommends "false";' >
 * /etc/apt/apt.conf.d/x` does.
 *
 * @param setting must match in linear time
 */
export function configuredBy(dockerfile: Dockerfile, setting: RegExp): (instruction: Instruction) => boolean {
  // Hardly any file does, and walking through all stages costs more than searching the text.
  if (!setting.test(dockerfile.text)) return () => false;
  const since = new Map<number, number>();
  walkStages(dockerfile, (instruction, _, stage) => {
    if (since.has(stage.index)) return;
    if (stage.parent !== undefined && since.has(stage.parent)) since.set(stage.index, 0);
    else if (instruction.raw.includes('conf') && setting.test(instruction.raw))
      since.set(stage.index, instruction.startLine);
  });
  return ({ stage, startLine }) => stage !== undefined && startLine >= (since.get(stage) ?? Infinity);
}
