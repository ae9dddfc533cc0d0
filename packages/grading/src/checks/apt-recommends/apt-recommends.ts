import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { packageCommand } from '@dfm/dockerfile/shell/package-command';
import { configuredBy } from '@dfm/dockerfile/shell/package-config';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';

const also = { aptGet: ['DL3015', 'DS-0029', 'kics:apt-get-not-avoiding-additional-packages'], other: [] };

export const aptRecommends: Check = {
  meta: {
    id: 'apt-recommends',
    title: 'apt also installs recommended packages',
    axis: 'size',
    topic: 'size',
    severity: 'info',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects: 'An apt-get install without --no-install-recommends.',
    why: 'By default, apt installs not only the dependencies of a package, but also packages that its maintainer recommends for a complete system. An image rarely needs these, and each one brings its own dependencies.',
    fix: 'Add --no-install-recommends, and list packages that are then missing. With curl or git, that is usually ca-certificates.',
    bad: 'RUN apt-get update && apt-get install -y git',
    good: 'RUN apt-get update && apt-get install -y --no-install-recommends git ca-certificates',
  },
  findings,
};

const switchedOff = /APT::Install-Recommends["']?[\s=]{0,9}["']?(?:0|false|no|off)\b/iu;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const configured = configuredBy(dockerfile, switchedOff);
  return everyRunStep(dockerfile).flatMap(({ instruction, commands }) =>
    commands
      .filter((command) => installsRecommended(command) && !configured(instruction))
      .map((command) => ({
        ...rangeOfSpan(command.span),
        also: packageCommand(command)?.manager === 'apt-get' ? also.aptGet : also.other,
        message:
          'This also installs recommended packages that are not required. Add --no-install-recommends, and list packages that are then missing, such as ca-certificates.',
      })),
  );
}

function installsRecommended(command: ShellCommand): boolean {
  const call = packageCommand(command);
  if (
    call?.family !== 'apt' ||
    call.packages.length === 0 ||
    !/^(?:install|reinstall|build-dep)$/u.test(call.verb)
  )
    return false;
  const switchedOffHere =
    switchedOff.test(command.words.join(' ')) ||
    call.options.some(
      (option) =>
        option === '--no-install-recommends' ||
        (call.manager === 'aptitude' && (option === '-R' || option === '--without-recommends')),
    );
  return !switchedOffHere && !call.packages.every(({ name }) => name.endsWith('-'));
}
