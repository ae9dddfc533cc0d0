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
    title: 'Entire distribution upgraded in the image',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'warning',
    defaultPoints: 4,
    needs: ['static'],
    also: allRules(also),
    detects: 'apt-get dist-upgrade, apt full-upgrade, zypper dist-upgrade and dnf distro-sync.',
    why: 'The upgrade may replace or remove any package of the base image, so the result no longer matches the tag in FROM and differs from day to day. Every replaced file is in the image twice: in the layer of the base and in this one.',
    fix: 'Use a newer base image instead. If you need a newer version of one package, install that package.',
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
          message: `${call.manager} ${call.verb} may replace any package of the base image, with different results each day. Remove it, and use a newer base image in FROM.`,
        },
      ];
    }),
  );
}

function rulesOf({ manager, family }: PackageCommand): string[] {
  if (family === 'zypper') return also.zypper;
  return manager === 'apt-get' ? also.aptGet : also.other;
}
