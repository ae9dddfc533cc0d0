import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { appendCommand } from '@dfm/dockerfile/shell/append-command';
import { installsPackages, packageCommand } from '@dfm/dockerfile/shell/package-command';
import type { PackageCommand } from '@dfm/dockerfile/shell/package-command';
import { removes } from '@dfm/dockerfile/shell/removed-paths';
import { runSteps } from '@dfm/dockerfile/shell/run-steps';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { isInside, unlayeredMounts } from '@dfm/dockerfile/syntax/mounts';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { leftoverVerdict } from '../../measures/leftover-verdict.ts';

/** Rules by program. The second list applies only to installs. */
const also = {
  yum: ['DL3032'],
  dnf: ['DL3040'],
  microdnf: ['DL3040'],
  zypper: ['DL3036'],
};
const alsoOfInstall = {
  yum: ['DS-0015', 'kics:yum-clean-all-missing'],
  dnf: ['DS-0019', 'kics:missing-dnf-clean-all'],
  microdnf: ['DS-0027', 'kics:missing-dnf-clean-all'],
  zypper: ['DS-0020', 'kics:missing-zypper-clean'],
};

export const rpmCache: Check = {
  meta: {
    id: 'rpm-cache',
    title: 'dnf, yum or zypper cache left in a layer',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [...allRules(also), ...allRules(alsoOfInstall)],
    detects:
      'An install with dnf, microdnf, yum or zypper whose downloaded lists and packages are not removed in the same RUN.',
    why: 'The lists of all packages are kept for the next install, which never happens in an image. A later RUN can hide them but cannot remove them from the layer.',
    fix: 'End the same RUN with dnf clean all (microdnf clean all, yum clean all, zypper clean --all), or use a cache mount on /var/cache.',
    bad: 'RUN dnf install -y git',
    good: 'RUN dnf install -y git && dnf clean all',
  },
  findings,
  measure: (input) =>
    leftoverVerdict(input, (path) => /^var\/cache\/(?:dnf|yum|libdnf5|zypp|tdnf)\//u.test(path), {
      none: 'No layer contains a cache of dnf, yum or zypper.',
      some: (size) =>
        `The layers contain ${size} of dnf, yum or zypper lists and packages, which are not needed at run time.`,
    }),
};

const folders = {
  dnf: ['/var/cache/dnf', '/var/cache/yum', '/var/cache/libdnf5', '/var/cache/tdnf'],
  zypper: ['/var/cache/zypp'],
} as const;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return runSteps(dockerfile).flatMap(({ instruction, commands }) => {
    const calls = commands.map((command) => packageCommand(command));
    const last = calls.findLastIndex((call) => call !== undefined && leavesCache(call));
    const call = calls[last];
    if (call === undefined || (call.family !== 'dnf' && call.family !== 'zypper')) return [];
    const caches = folders[call.family];
    if (unlayeredMounts(instruction).some((target) => caches.some((cache) => isInside(cache, target))))
      return [];
    if (
      commands
        .slice(last + 1)
        .some((command, i) => cleans(calls[last + 1 + i], call) || removesOne(command, caches))
    )
      return [];
    const cleaning = call.family === 'zypper' ? 'zypper clean --all' : `${call.manager} clean all`;
    return [
      {
        ...rangeOfSpan(commands[last]!.span),
        also: rulesOf(call),
        message: `${call.manager} leaves its lists and downloads in this layer. End the same RUN with "${cleaning}".`,
        fix: appendCommand(instruction, cleaning, `Add ${cleaning}`, dockerfile),
      },
    ];
  });
}

function rulesOf(call: PackageCommand): string[] {
  const { manager } = call;
  const program = manager === 'yum' || manager === 'microdnf' || manager === 'zypper' ? manager : 'dnf';
  return installsPackages(call) ? [...also[program], ...alsoOfInstall[program]] : also[program];
}

function leavesCache({ family, verb, packages }: PackageCommand): boolean {
  if (family === 'zypper') return /^(?:install|update|patch|dist-upgrade|source-install|remove)$/u.test(verb);
  if (family !== 'dnf') return false;
  return /^(?:module|groups?)$/u.test(verb)
    ? /^(?:install|update|upgrade)$/u.test(packages[0]?.name ?? '')
    : /^(?:(?:group|local)?install|reinstall|(?:update|upgrade)(?:-minimal)?|downgrade|swap|builddep|distro-sync)$/u.test(
        verb,
      );
}

/** yum is another name for dnf. microdnf, tdnf and zypper have separate caches. */
function cleans(call: PackageCommand | undefined, install: PackageCommand): boolean {
  if (call?.verb !== 'clean' || call.family !== install.family) return false;
  if (call.family === 'zypper') return true;
  return kind(call) === kind(install) && call.packages.some(({ name }) => name === 'all');
}

function kind({ manager }: PackageCommand): string {
  return manager === 'yum' || manager === 'dnf5' ? 'dnf' : manager;
}

function removesOne(command: ShellCommand, caches: readonly string[]): boolean {
  return caches.some((cache) => removes(command, cache));
}
