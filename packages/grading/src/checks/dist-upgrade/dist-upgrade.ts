import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { packageCommand } from '@dfm/dockerfile/shell/package-command';
import type { PackageCommand } from '@dfm/dockerfile/shell/package-command';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';

const also = { aptGet: ['DS-0024', 'DKL-DI-0003'], zypper: ['DL3035'], other: [] };

export const distUpgrade: Check = {
  meta: {
    id: 'dist-upgrade',
    title: 'The whole distribution is upgraded in the image',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'warning',
    defaultPoints: 4,
    needs: ['static'],
    also: allRules(also),
    detects: 'apt-get dist-upgrade, apt full-upgrade, zypper dist-upgrade and dnf distro-sync.',
    why: 'It may replace and remove any package of the base, so the image is no longer the base whose tag it names, and differs from day to day. Every replaced file is in the image twice: in the layer of the base and in this one.',
    fix: 'Name a newer base image instead. Where one package must be newer, install that one.',
    bad: 'RUN apt-get update && apt-get dist-upgrade -y',
    good: 'FROM debian:12.8-slim',
  },
  findings,
};

const verbs: Readonly<Record<PackageCommand['family'], RegExp>> = {
  apt: /^(?:dist|full)-upgrade$/u,
  apk: /^$/u,
  dnf: /^(?:distro-?sync|dsync|distribution-synchronization|system-upgrade)$/u,
  zypper: /^dist-upgrade$/u,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return everyRunStep(dockerfile).flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const call = packageCommand(command);
      if (call === undefined || !verbs[call.family].test(call.verb)) return [];
      return [
        {
          ...rangeOfSpan(command.span),
          also: rulesOf(call),
          message: `${call.manager} ${call.verb} may replace any package of the base image, and another one each day. Remove it, and name a newer base in FROM.`,
        },
      ];
    }),
  );
}

function rulesOf({ manager, family }: PackageCommand): string[] {
  if (family === 'zypper') return also.zypper;
  return manager === 'apt-get' ? also.aptGet : also.other;
}
