import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { packageCommand } from '@dfm/dockerfile/shell/package-command';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';

export const updateAlone: Check = {
  meta: {
    id: 'update-alone',
    title: 'Package lists updated in a separate step',
    axis: 'cache',
    topic: 'cache',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static'],
    also: ['DS-0017', 'CKV_DOCKER_5', 'CIS-DI-0007', 'kics:update-instruction-alone'],
    detects:
      'A RUN with apt-get update, or the update of another package manager, that installs nothing afterwards.',
    why: 'The builder keeps this step in its cache and does not run it again. If you add a package months later, the install uses lists that are months old, and requests files that are no longer in the archive.',
    fix: 'Put update and install into one RUN, joined with &&.',
    bad: 'RUN apt-get update\nRUN apt-get install -y --no-install-recommends git',
    good: 'RUN apt-get update && apt-get install -y --no-install-recommends git',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return everyRunStep(dockerfile).flatMap(({ commands }) => {
    const last = commands.findLastIndex(isUpdate);
    if (last < 0 || commands.slice(last + 1).some(mayInstall)) return [];
    const { span, words } = commands[last]!;
    const name = baseName(words[0]!);
    return [
      {
        ...rangeOfSpan(span),
        message: `${name} ${packageCommand(commands[last]!)?.verb ?? pacmanRefresh(commands[last]!)} is in a RUN that installs nothing. The cache keeps this step, so a later install uses old lists. Join it with the install, using &&.`,
      },
    ];
  });
}

/**
 * Whether a command updates lists. With zypper and the dnf family, `update` upgrades all packages, but in a
 * separate step the cache keeps it in the same way.
 */
function isUpdate(command: ShellCommand): boolean {
  if (isPacman(command)) return pacmanRefresh(command) !== undefined && !namesPackages(command);
  const call = packageCommand(command);
  return (
    call !== undefined &&
    (call.verb === 'update' || (call.family === 'zypper' && call.verb === 'refresh')) &&
    (call.family === 'apt' || call.family === 'apk' || call.packages.length === 0)
  );
}

function isPacman({ words }: ShellCommand): boolean {
  return baseName(words[0]!) === 'pacman';
}

/** `-Sy` downloads the lists; `-Syu` also upgrades all packages. */
function pacmanRefresh({ words }: ShellCommand): string | undefined {
  return words.find((word) => /^-S[a-x]*y/u.test(word));
}

function namesPackages({ words }: ShellCommand): boolean {
  return words.slice(1).some((word) => !word.startsWith('-'));
}

/** Whether a command is an install or upgrade, or a script whose content is not known. */
function mayInstall(command: ShellCommand): boolean {
  const { words } = command;
  if (isPacman(command)) return words.some((word) => /^-[SU]/u.test(word)) && namesPackages(command);
  const name = baseName(words[0]!);
  if (
    words[0]!.includes('/')
      ? !/^\/(?:usr\/)?s?bin\//u.test(words[0]!)
      : /^(?:sh|bash|dash|ash|zsh|source|\.)$/u.test(name)
  )
    return true;
  // `install` itself only copies files.
  return (
    (name !== 'install' && name.includes('install')) ||
    words
      .slice(1)
      .some((word) =>
        /^(?:(?:re|group|local|source-)?install(?:-.*)?|in|si|add|upgrade|(?:dist|full|safe)-upgrade|dup|build-?dep|source|download|satisfy|distro-sync)$/u.test(
          word,
        ),
      )
  );
}
