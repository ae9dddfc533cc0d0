import type { Dockerfile, Instruction } from '../syntax/model.ts';
import { walkStages } from '../syntax/stages.ts';

/**
 * Tells of which instructions it holds that they, or an earlier one of the same stage or of those it is built
 * FROM, write a setting into a package manager's configuration, as `echo 'APT::Install-Recommends "false";' >
 * /etc/apt/apt.conf.d/x` does.
 *
 * @param setting must match in linear time
 */
export function configuredBy(dockerfile: Dockerfile, setting: RegExp): (instruction: Instruction) => boolean {
  // Hardly any file does, and a walk through all stages costs more than a look at the text.
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
