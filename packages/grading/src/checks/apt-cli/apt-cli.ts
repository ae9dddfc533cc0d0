import type { QuickFix } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { insertBehind } from '@dfm/dockerfile/shell/insert-words';
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
    title: 'apt where a script wants apt-get',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'info',
    defaultPoints: 2,
    needs: ['static'],
    also: ['DL3027', 'CKV_DOCKER_9', 'kics:run-using-apt'],
    detects: 'A RUN that calls apt.',
    why: 'apt is made for a person at a terminal: it prints a warning that its command line is not stable, and its options may change between releases. apt-get and apt-cache keep theirs.',
    fix: 'Write apt-get for install, update, upgrade and remove, and apt-cache for search, show and policy.',
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
          'apt is for a terminal and does not promise to keep its options. Write apt-get, or apt-cache to look something up.',
        fix: writeAptGet(command, dockerfile),
      })),
  );
}

/** What apt-get does by the same words. */
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
  // Not where the name is quoted or broken by a continuation.
  if (!dockerfile.lines[end.line - 1]!.slice(0, end.column - 1).endsWith('apt')) return undefined;
  return insertBehind(command, 0, '-get', 'Write apt-get', dockerfile);
}
