import type { QuickFix } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { insertAfter } from '@dfm/dockerfile/shell/insert-words';
import { packageCommand } from '@dfm/dockerfile/shell/package-command';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';

export const aptCli: Check = {
  meta: {
    id: 'apt-cli',
    title: 'apt used instead of apt-get',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'info',
    defaultPoints: 2,
    needs: ['static'],
    also: ['DL3027', 'CKV_DOCKER_9', 'kics:run-using-apt'],
    detects: 'A RUN that calls apt.',
    why: 'apt is meant for interactive use. It prints a warning that its command line is not stable, and its options may change between releases. The options of apt-get and apt-cache are stable.',
    fix: 'Use apt-get for install, update, upgrade and remove, and apt-cache for search, show and policy.',
    bad: 'RUN apt install -y git',
    good: 'RUN apt-get install -y git',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return everyRunStep(dockerfile).flatMap(({ commands }) =>
    commands
      .filter(({ words }) => baseName(words[0]!) === 'apt')
      .map((command) => ({
        ...rangeOfSpan(command.span),
        message:
          'apt is meant for interactive use, and its options may change between releases. Use apt-get instead, or apt-cache for queries.',
        fix: writeAptGet(command, dockerfile),
      })),
  );
}

/** Commands that are the same in apt-get. */
const shared = new Set([
  'install',
  'reinstall',
  'update',
  'upgrade',
  'remove',
  'purge',
  'autoremove',
  'clean',
  'autoclean',
  'download',
  'source',
  'build-dep',
]);

function writeAptGet(command: ShellCommand, dockerfile: Dockerfile): QuickFix | undefined {
  const end = command.wordEnds[0];
  if (end === undefined || !shared.has(packageCommand(command)?.verb ?? '')) return undefined;
  // No fix if the name is quoted or split by a line continuation.
  if (!dockerfile.lines[end.line - 1]!.slice(0, end.column - 1).endsWith('apt')) return undefined;
  return insertAfter(command, 0, '-get', 'Replace apt with apt-get', dockerfile);
}
