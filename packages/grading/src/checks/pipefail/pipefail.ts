import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { baseName, shellBody, shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { walkStages } from '@dfm/dockerfile/syntax/stages';
import type { Check, StaticFinding } from '../../check/check.ts';

export const pipefail: Check = {
  meta: {
    id: 'pipefail',
    title: 'Pipe without pipefail',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['static'],
    also: ['DL4006', 'kics:shell-running-a-pipe-without-pipefail-flag'],
    detects: 'A pipe in a RUN whose shell does not have the option pipefail.',
    why: 'The exit status of a pipe is that of its last command. If the download before the | fails, the build continues with an incomplete file, and the image fails later.',
    fix: 'Set SHELL ["/bin/bash", "-o", "pipefail", "-c"] above (on Alpine ["/bin/ash", "-eo", "pipefail", "-c"]), or download to a file first and use it in the next command.',
    bad: 'RUN curl -fsSL https://example.org/data.tar.gz | tar -xz',
    good: 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.org/data.tar.gz | tar -xz',
  },
  findings,
};

/** Shells that support pipefail. On Alpine, `sh` is one of them; elsewhere, it may not be. */
const withOption = new Set(['bash', 'zsh', 'ash', 'ksh']);
/** Commands whose failure does not matter. */
const harmless = new Set(['echo', 'printf', ':', 'true']);

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  if (!dockerfile.instructions.some(mayPipe)) return [];
  const isAlpine: boolean[] = [];
  for (const { parent, base } of dockerfile.stages)
    isAlpine.push(parent === undefined ? /alpine|busybox/u.test(base.resolved ?? '') : isAlpine[parent]!);
  walkStages(dockerfile, (instruction, { shell }, stage) => {
    if (!mayPipe(instruction)) return;
    const commands = shellCommands(instruction, shell);
    const at = commands.findIndex((command) => losesFailure(command));
    if (at < 0) return;
    const command = commands[at]!;
    const activeShell =
      command.innerShell ?? (instruction.json === undefined && !hasOwnShell(instruction) ? shell : undefined);
    if (activeShell !== undefined && setsPipefail(activeShell, isAlpine[stage.index]!)) return;
    if (
      commands.slice(0, at).some(({ words }) => words[0] === 'set' && words.includes('pipefail')) ||
      interpreterSets(instruction)
    )
      return;
    const first = command.pipeline!.slice(0, -1);
    const mild = first.every(({ words }) => harmless.has(baseName(words[0]!)));
    const name = baseName(
      first.find(({ words }) => !harmless.has(baseName(words[0]!)))?.words[0] ?? first[0]!.words[0]!,
    );
    found.push({
      ...rangeOfSpan(command.span),
      ...(mild ? { severity: 'info' as const } : {}),
      message: `If ${truncate(name)} fails, the build continues, because only the exit status of the last command in a pipe counts. Set SHELL ["/bin/bash", "-o", "pipefail", "-c"] above, or write to a file and read it in a second command.`,
    });
  });
  return found;
}

function mayPipe({ keyword, raw }: Instruction): boolean {
  return keyword === 'RUN' && raw.includes('|');
}

/**
 * Whether a command is the first of a pipe. Except `yes |`, which is terminated by a signal when the other
 * command is done; pipefail would treat that as a failure.
 */
function losesFailure({ pipeline, words }: ShellCommand): boolean {
  const [first] = pipeline ?? [];
  return first !== undefined && first.words === words && baseName(words[0]!) !== 'yes';
}

/** `RUN bash <<EOF` */
function hasOwnShell({ heredocs, words }: Instruction): boolean {
  return heredocs.length > 0 && !words[0]!.includes('<<');
}

function setsPipefail(shell: readonly string[], isAlpine: boolean): boolean {
  const name = baseName(shell[0] ?? '');
  if (name === 'env') return setsPipefail(shell.slice(1), isAlpine);
  const supportsPipefail = withOption.has(name) || (name === 'sh' && isAlpine);
  return (
    supportsPipefail &&
    shell.some(
      (word, i) => word === '-opipefail' || (word === 'pipefail' && /^-[a-z]*o$/u.test(shell[i - 1] ?? '')),
    )
  );
}

/** `#!/bin/bash -o pipefail` as the first line of a heredoc. */
function interpreterSets(instruction: Instruction): boolean {
  const body = instruction.heredocs.length === 0 ? undefined : shellBody(instruction)?.text;
  return body !== undefined && body.startsWith('#!') && body.split('\n', 1)[0]!.includes('pipefail');
}
