import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import { secretMounts } from '@dfm/dockerfile/syntax/mounts';
import { rangeInArgs, rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { assignmentsOf, finalStage, stageChain, walkStages } from '@dfm/dockerfile/syntax/stages';
import { unquote } from '@dfm/dockerfile/syntax/words';
import type { StaticFinding } from '../../check/check.ts';
import { secretsKept } from './secret-flow.ts';

/** Build secrets that the step which mounts them writes down, and those that ARG or ENV carry as well. */
export function mountedSecretsKept({ dockerfile }: BuildSource): StaticFinding[] {
  const shipped = new Set(stageChain(dockerfile, finalStage(dockerfile)));
  const found: StaticFinding[] = [];
  /** Line of the first mount by the secret's id as variables are spelt. */
  const mounted = new Map<string, { id: string; line: number }>();
  walkStages(dockerfile, (instruction, { workdir, shell }, stage) => {
    if (instruction.keyword !== 'RUN') return;
    for (const { id } of secretMounts(instruction))
      if (!mounted.has(asVariable(id))) mounted.set(asVariable(id), { id, line: instruction.startLine });
    for (const { id, command, kept } of secretsKept(
      instruction,
      shellCommands(instruction, shell),
      workdir,
    )) {
      const [where, severity] = shipped.has(stage)
        ? (['in the layer, where everyone who pulls the image can read it', undefined] as const)
        : (['in this stage, which is not shipped, and in the build cache', 'info'] as const);
      found.push({
        ...rangeOfSpan(command.span),
        ...(severity === undefined ? {} : { severity }),
        message: `This writes the secret ${truncate(id)}, mounted for this step alone, to ${truncate(kept)}. It stays ${where}. Read it where it is mounted, or remove the copy in this RUN.`,
      });
    }
  });
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword !== 'ARG' && instruction.keyword !== 'ENV') continue;
    for (const { name, value, offset } of assignmentsOf(instruction, dockerfile.escape)) {
      const mount = mounted.get(asVariable(name));
      const plain = value === undefined ? undefined : unquote(value, dockerfile.escape);
      // Empty or a path: it says where the secret is, not what.
      if (
        mount === undefined ||
        plain?.startsWith('/') === true ||
        (instruction.keyword === 'ENV' && (plain ?? '') === '')
      )
        continue;
      found.push({
        ...rangeInArgs(instruction, offset, offset + name.length),
        message: `Line ${mount.line} mounts the secret ${truncate(mount.id)}, and this ${instruction.keyword} takes it a second way, which the image keeps. Leave it out: the mount is enough.`,
      });
    }
  }
  return found;
}

/** `pip-token` and `PIP_TOKEN` are the same secret. */
function asVariable(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '_');
}
