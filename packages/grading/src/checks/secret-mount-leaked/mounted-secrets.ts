import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import { secretMounts } from '@dfm/dockerfile/syntax/mounts';
import { rangeInArgs, rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { assignmentsOf, finalStage, stageChain, walkStages } from '@dfm/dockerfile/syntax/stages';
import { unquote } from '@dfm/dockerfile/syntax/words';
import type { StaticFinding } from '../../check/check.ts';
import { secretsKept } from './secret-flow.ts';

/**
 * Finds build secrets that are written to a file by the step that mounts them, and those that are also passed
 * with ARG or ENV.
 */
export function mountedSecretsKept({ dockerfile }: BuildSource): StaticFinding[] {
  const shipped = new Set(stageChain(dockerfile, finalStage(dockerfile)));
  const found: StaticFinding[] = [];
  /** The first mount of each secret, by its id in the form of a variable name. */
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
        ? (['in the layer, where anyone who pulls the image can read it', undefined] as const)
        : (['in this build stage and in the build cache', 'info'] as const);
      found.push({
        ...rangeOfSpan(command.span),
        ...(severity === undefined ? {} : { severity }),
        message: `This writes the secret ${truncate(id)}, which is mounted only for this step, to ${truncate(kept)}. It stays ${where}. Read the secret from the mount, or remove the copy in the same RUN.`,
      });
    }
  });
  for (const instruction of dockerfile.instructions) {
    if (!factsOf(instruction.keyword).setsVariables) continue;
    for (const { name, value, offset } of assignmentsOf(instruction, dockerfile.escape)) {
      const mount = mounted.get(asVariable(name));
      const plain = value === undefined ? undefined : unquote(value, dockerfile.escape);
      // An empty value or a path gives the location of the secret, not its value.
      if (
        mount === undefined ||
        plain?.startsWith('/') === true ||
        (instruction.keyword === 'ENV' && (plain ?? '') === '')
      )
        continue;
      found.push({
        ...rangeInArgs(instruction, offset, offset + name.length),
        message: `Line ${mount.line} mounts the secret ${truncate(mount.id)}, but this ${instruction.keyword} also passes it, and the image keeps that value. Remove this line, because the mount is sufficient.`,
      });
    }
  }
  return found;
}

/** `pip-token` and `PIP_TOKEN` are the same secret. */
function asVariable(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '_');
}
