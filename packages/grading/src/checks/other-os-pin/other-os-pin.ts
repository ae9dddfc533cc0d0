import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import type { PackageCommand } from '@dfm/dockerfile/shell/package-command';
import { unpinnedInstalls } from '@dfm/dockerfile/shell/unpinned-packages';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { listed } from '../../verdict/wording.ts';

const also = {
  apk: ['DL3018', 'kics:unpinned-package-version-in-apk-add'],
  yum: ['DL3033', 'kics:yum-install-without-version'],
  dnf: ['DL3041', 'kics:missing-version-specification-in-dnf-install'],
  zypper: ['DL3037', 'kics:zypper-install-without-version'],
};

export const otherOsPin: Check = {
  meta: {
    id: 'other-os-pin',
    title: 'apk, dnf, yum or zypper packages without a version',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'info',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects: 'An apk add, or an install with dnf, microdnf, yum or zypper, of packages without a version.',
    why: 'The same Dockerfile then installs whatever version the repository has on the day of the build. Alpine keeps only the newest version of a package in a branch, so a pinned version has to be updated manually. This is therefore only a suggestion for packages that must not change.',
    fix: 'If the version matters, add it: name=1.2.3-r0 or name~1.2 for apk, name-1.2.3 for dnf and yum, name=1.2.3 for zypper.',
    bad: 'RUN apk add --no-cache git',
    good: 'RUN apk add --no-cache git~2.45',
  },
  findings,
};

function rulesOf({ manager, family }: PackageCommand): string[] {
  if (family === 'apk' || family === 'zypper') return also[family];
  return manager === 'yum' ? also.yum : also.dnf;
}

/** How each family writes a version after a name. */
const versionSuffix = {
  apt: '=<version>',
  apk: '~<version>',
  dnf: '-<version>',
  zypper: '=<version>',
} as const;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return unpinnedInstalls(dockerfile, ['apk', 'dnf', 'zypper']).map(({ command, call, names }) => {
    const version = call.verb === 'module' ? ':<stream>' : versionSuffix[call.family];
    return {
      ...rangeOfSpan(command.span),
      also: rulesOf(call),
      message: `${listed(names)} ${names.length === 1 ? 'has' : 'have'} no version, so each rebuild installs the one that the repository has that day. If the version matters, write ${names[0]}${version}.`,
    };
  });
}
