import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { appendCommand } from '@dfm/dockerfile/shell/append-command';
import { installsPackages, packageCommand } from '@dfm/dockerfile/shell/package-command';
import { removes } from '@dfm/dockerfile/shell/removed-paths';
import { runSteps } from '@dfm/dockerfile/shell/run-steps';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { isInside, unlayeredMounts } from '@dfm/dockerfile/syntax/mounts';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { leftoverVerdict } from '../../measures/leftover-verdict.ts';

const lists = '/var/lib/apt/lists';
const archives = '/var/cache/apt/archives';
const removal = `rm -rf ${lists}/*`;

export const aptListsLeft: Check = {
  meta: {
    id: 'apt-lists-left',
    title: 'apt package lists left in a layer',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: ['DL3009', 'DKL-DI-0005'],
    detects:
      'An apt-get update whose package lists in /var/lib/apt/lists are not removed in the same RUN, or downloaded packages that stay because an earlier step configured apt to keep them.',
    why: 'The lists are only needed to find packages during the build, and soon become outdated. They take about 20 MB, and a later RUN can hide them but cannot remove them from the layer.',
    fix: `End the same RUN with ${removal}, or keep the lists out of the layer with a cache mount on /var/lib/apt.`,
    bad: 'RUN apt-get update && apt-get install -y --no-install-recommends libgomp1',
    good: `RUN apt-get update \\\n    && apt-get install -y --no-install-recommends libgomp1 \\\n    && ${removal}`,
  },
  findings,
  measure: (input) =>
    leftoverVerdict(input, isPackageList, {
      none: 'No layer contains apt package lists.',
      some: (size) => `The layers contain ${size} of apt package lists, which are not needed at run time.`,
    }),
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  let keepsPackages = false;
  return runSteps(dockerfile).flatMap(({ instruction, commands }) => {
    keepsPackages ||= switchesCleaningOff(instruction);
    const mounted = unlayeredMounts(instruction);
    const update = commands.findLastIndex(isUpdate);
    if (update < 0 || commands.slice(update).some(removesLists)) return [];
    if (mounted.some((target) => isInside(lists, target))) {
      const install =
        keepsPackages && !mounted.some((target) => isInside(archives, target))
          ? commands.findLastIndex(isInstall)
          : -1;
      if (install < 0 || commands.slice(install).some(removesPackages)) return [];
      return [
        {
          ...rangeOfSpan(commands[install]!.span),
          message: `apt is configured to keep downloaded packages, and their folder ${archives} is part of this layer. Add a cache mount for it, too.`,
        },
      ];
    }
    return [
      {
        ...rangeOfSpan(commands[update]!.span),
        message: `The package lists that this command downloads stay in the layer. End the same RUN with "${removal}".`,
        fix: appendCommand(instruction, removal, 'Remove the package lists in this RUN', dockerfile),
      },
    ];
  });
}

function isUpdate(command: ShellCommand): boolean {
  const call = packageCommand(command);
  return call?.family === 'apt' && call.verb === 'update';
}

/** Whether a step disables the setting of Debian images that removes downloaded packages after each install. */
function switchesCleaningOff({ raw }: Instruction): boolean {
  return (
    (raw.includes('/docker-clean') && /\brm\b/u.test(raw)) || /Keep-Downloaded-Packages\W{1,5}true/u.test(raw)
  );
}

function isInstall(command: ShellCommand): boolean {
  const call = packageCommand(command);
  return call?.family === 'apt' && installsPackages(call);
}

function removesPackages(command: ShellCommand): boolean {
  const call = packageCommand(command);
  return (
    removes(command, archives) ||
    (call?.family === 'apt' && /^(?:clean|distclean|dist-clean)$/u.test(call.verb))
  );
}

/** With rm or find, or with apt-get distclean in newer releases. */
function removesLists(command: ShellCommand): boolean {
  const verb = packageCommand(command)?.verb;
  return removes(command, lists) || verb === 'distclean' || verb === 'dist-clean';
}

function isPackageList(path: string): boolean {
  return /^var\/lib\/apt\/lists\/.*_(?:Packages|Sources|Translation|InRelease|Release)/u.test(path);
}
