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
    detects: 'apk add, and install by dnf, microdnf, yum or zypper, of packages by their name alone.',
    why: 'The same Dockerfile then installs whatever version the repository has on the day of the build. Alpine keeps only the newest package of a branch, so a pinned one has to be raised by hand: this is a suggestion for what must not change.',
    fix: 'Where the version matters, write it: name=1.2.3-r0 or name~1.2 for apk, name-1.2.3 for dnf and yum, name=1.2.3 for zypper.',
    bad: 'RUN apk add --no-cache git',
    good: 'RUN apk add --no-cache git~2.45',
  },
  findings,
};

function rulesOf({ manager, family }: PackageCommand): string[] {
  if (family === 'apk' || family === 'zypper') return also[family];
  return manager === 'yum' ? also.yum : also.dnf;
}

/** How each family writes a version behind a name. */
const written = { apt: '=<version>', apk: '~<version>', dnf: '-<version>', zypper: '=<version>' } as const;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return unpinnedInstalls(dockerfile, ['apk', 'dnf', 'zypper']).map(({ command, call, names }) => {
    const version = call.verb === 'module' ? ':<stream>' : written[call.family];
    return {
      ...rangeOfSpan(command.span),
      also: rulesOf(call),
      message: `${listed(names)} ${names.length === 1 ? 'has' : 'have'} no version, so each rebuild takes the one the repository has that day. Where it matters, write ${names[0]}${version}.`,
    };
  });
}
