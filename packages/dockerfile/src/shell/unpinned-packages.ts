import type { Dockerfile, Instruction } from '../syntax/model.ts';
import { triggerOf } from '../syntax/on-build.ts';
import { walkStages } from '../syntax/stages.ts';
import { substitute } from '../syntax/substitute.ts';
import { installsPackages, packageCommand } from './package-command.ts';
import type { PackageCommand } from './package-command.ts';
import { everyRunStep } from './run-steps.ts';
import type { ShellCommand } from './shell-commands.ts';

/** An installation with packages that have no version, or a range of versions. */
export interface UnpinnedInstall {
  command: ShellCommand;
  call: PackageCommand;
  /** Names as written, at least one. */
  names: string[];
}

/**
 * The installations in any stage, by the given families of package managers, that do not pin the version of
 * every package.
 */
export function unpinnedInstalls(
  dockerfile: Dockerfile,
  families: readonly PackageCommand['family'][],
): UnpinnedInstall[] {
  const installs = everyRunStep(dockerfile).flatMap(({ instruction, commands }) =>
    commands.flatMap((command) => {
      const call = packageCommand(command);
      return call === undefined || !families.includes(call.family) || call.verb === 'build-dep'
        ? []
        : [{ instruction, command, call, names: named(call) }];
    }),
  );
  // Most files name their packages literally, so variables do not have to be resolved.
  const known = installs.some(({ names }) => names.some((name) => name.startsWith('$')))
    ? expandedNames(dockerfile, installs)
    : undefined;
  return installs.flatMap(({ command, call, names }) => {
    const open = (known?.get(command) ?? names).filter(
      (name) => !isPinned(name, call) && !/`|\$\(/u.test(name),
    );
    return open.length === 0 ? [] : [{ command, call, names: open }];
  });
}

/**
 * The names with variables replaced by the words that ENV, ARG or the step itself assigns. Values known only
 * during the build are left out.
 */
function expandedNames(
  dockerfile: Dockerfile,
  installs: readonly { instruction: Instruction; command: ShellCommand; names: string[] }[],
): Map<ShellCommand, string[]> {
  const expanded = new Map<ShellCommand, string[]>();
  const { escape } = dockerfile;
  const inRun = Map.groupBy(installs, ({ instruction }) => instruction);
  walkStages(dockerfile, (instruction, { variables }) => {
    const run = triggerOf(instruction, escape);
    const here = inRun.get(run);
    if (here === undefined) return;
    const assigned = assignedIn(run);
    const valueOf = (name: string) =>
      assigned.get(/^\$\{?(\w+)\}?$/u.exec(name)?.[1] ?? '') ?? substitute(name, variables, escape);
    for (const { command, names } of here)
      expanded.set(
        command,
        names.flatMap((name) => (/^\$[\w{]/u.test(name) ? wordsOf(valueOf(name)) : [name])),
      );
  });
  return expanded;
}

/**
 * The values that the step itself assigns to shell variables, as in `deps='gcc make' && apt-get install
 * $deps`.
 */
function assignedIn({ raw }: Instruction): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name, single, double, bare] of raw.matchAll(
    /(?:^|[\s;&({])(\w+)=(?:'([^']*)'|"([^"]*)"|([\w.=:~+-]+))/gu,
  )) {
    const value = single ?? double ?? bare ?? '';
    // In a value that spans several lines, each line ends with the escape character.
    if (!/[$`]/u.test(value)) values.set(name!, value.replaceAll(/[\\`]\s*\n/gu, ' '));
  }
  return values;
}

function wordsOf(value: string | undefined): string[] {
  return value?.split(/\s+/u).filter((word) => word !== '' && !word.startsWith('-')) ?? [];
}

/**
 * The packages that are installed, including the streams of `dnf module install`, which have their own
 * versions. Groups have no version and are left out.
 */
function named(call: PackageCommand): string[] {
  const names = call.packages.map(({ name }) => name);
  if (call.verb === 'module' && names[0] === 'install') return names.slice(1);
  return installsPackages(call) && call.verb !== 'groupinstall' ? names : [];
}

function isPinned(name: string, { family, verb }: PackageCommand): boolean {
  // A file or a URL or, for apt, a release to install from.
  if (name.includes('/') || /\.(?:deb|rpm|apk)$/u.test(name)) return true;
  if (verb === 'module') return name.includes(':');
  if (family === 'apt') return name.includes('=') || name.endsWith('-');
  // `~` accepts any revision of a release, because a branch of Alpine keeps only the newest one.
  if (family === 'apk') return (/[=~]/u.test(name) && !/[<>]/u.test(name)) || name.startsWith('!');
  if (family === 'zypper') return name.includes('=') && !/[<>!]/u.test(name);
  return /-(?:\d|\$)/u.test(name);
}
