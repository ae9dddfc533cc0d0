import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { insertBehind } from '@dfm/dockerfile/shell/insert-words';
import { packageCommand } from '@dfm/dockerfile/shell/package-command';
import type { PackageCommand } from '@dfm/dockerfile/shell/package-command';
import { configuredBy } from '@dfm/dockerfile/shell/package-config';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';

const also = {
  'apt-get': ['DL3014', 'DS-0021', 'kics:apt-get-missing-flags-to-avoid-manual-input'],
  yum: ['DL3030', 'kics:yum-install-allows-manual-input'],
  dnf: ['DL3038', 'kics:missing-flag-from-dnf-install'],
  zypper: ['DL3034', 'kics:missing-zypper-non-interactive-switch'],
  none: [],
};

export const interactive: Check = {
  meta: {
    id: 'interactive',
    title: 'A package manager may wait for an answer',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static'],
    also: allRules(also),
    detects: 'A call of apt-get, dnf, yum or zypper that asks before it changes something, without -y.',
    why: 'Nobody answers during a build: the package manager reads the end of its input, takes that as no and fails. apt-get asks only when it has to install more than you named, so the build may work today and break when a dependency is added.',
    fix: 'Add -y (zypper also: --non-interactive). Questions of the packages themselves are another matter: set DEBIAN_FRONTEND=noninteractive in front of the command, not by ENV, which would stay in the image.',
    bad: 'RUN apt-get update && apt-get install --no-install-recommends git',
    good: 'RUN apt-get update && apt-get install -y --no-install-recommends git',
  },
  findings,
};

const answered =
  /APT::Get::Assume-Yes["']?[\s=]{0,9}["']?(?:1|true|yes)\b|assumeyes\s{0,9}=\s{0,9}(?:1|true|yes)\b/iu;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const configured = configuredBy(dockerfile, answered);
  return everyRunStep(dockerfile).flatMap(({ instruction, commands }) =>
    commands.flatMap((command) => {
      const call = packageCommand(command);
      if (
        call === undefined ||
        !asks(call) ||
        saysYes(call) ||
        answered.test(command.words.join(' ')) ||
        configured(instruction) ||
        isAnswered(command)
      )
        return [];
      // `dnf module install` takes the option behind its second verb.
      const nested = isNested(call);
      const verb = nested ? `${call.verb} ${call.packages[0]!.name}` : call.verb;
      const verbAt = nested ? call.packages[0]!.at : call.verbAt;
      return [
        {
          ...rangeOfSpan(command.span),
          also: rulesOf(call),
          message: `${call.manager} ${verb} asks whether to go on, and in a build nobody answers, so it stops. Add -y.`,
          fix: insertBehind(command, verbAt, ' -y', 'Add -y', dockerfile),
        },
      ];
    }),
  );
}

/** Verbs that ask before they go on (apt-get(8), dnf(8), zypper(8)). apk never asks. */
const asking: Readonly<Record<PackageCommand['family'], RegExp>> = {
  apt: /^(?:install|reinstall|remove|purge|autoremove|upgrade|dist-upgrade|full-upgrade|safe-upgrade|build-dep)$/u,
  apk: /^$/u,
  dnf: /^(?:(?:group|local)?install|groupupdate|groupremove|reinstall|update|upgrade|downgrade|remove|erase|autoremove|swap|builddep|distro-sync)$/u,
  zypper: /^(?:install|remove|update|patch|dist-upgrade|source-install)$/u,
};

function asks(call: PackageCommand): boolean {
  return isNested(call) || asking[call.family].test(call.verb);
}

/** The verbs that the rules of other tools are about. That more of them ask is in none. */
const inRules: Readonly<Record<PackageCommand['family'], RegExp>> = {
  apt: /^install$/u,
  apk: /^$/u,
  dnf: /^(?:group|local)?install$/u,
  zypper: /^(?:install|remove|patch|source-install)$/u,
};

function rulesOf(call: PackageCommand): string[] {
  const { manager, family } = call;
  const verb = isNested(call) ? call.packages[0]!.name : call.verb;
  if (!inRules[family].test(verb)) return also.none;
  if (family === 'zypper') return also.zypper;
  if (family === 'dnf') return manager === 'yum' ? also.yum : also.dnf;
  return manager === 'apt-get' ? also['apt-get'] : also.none;
}

function isNested({ family, verb, packages }: PackageCommand): boolean {
  return (
    family === 'dnf' &&
    /^(?:module|groups?)$/u.test(verb) &&
    /^(?:install|update|upgrade|remove)$/u.test(packages[0]?.name ?? '')
  );
}

function saysYes({ family, options }: PackageCommand): boolean {
  const plain = options.map((option) => option.split('=', 1)[0]!);
  const short = options.filter((option) => /^-[A-Za-z]+$/u.test(option)).join('');
  if (
    /y/u.test(short) ||
    plain.some((option) => /^--(?:yes|assume-?yes|no-confirm|non-interactive)$/u.test(option))
  )
    return true;
  if (family === 'zypper') return short.includes('n');
  if (family !== 'apt') return plain.includes('--assumeno');
  // Twice quiet implies -y; a simulation changes nothing.
  const quiet = short.split('q').length - 1 + plain.filter((option) => option === '--quiet').length;
  return (
    quiet >= 2 ||
    options.some((option) => /^(?:-q|--quiet)=[2-9]$/u.test(option)) ||
    /s/u.test(short) ||
    plain.some((option) => /^--(?:simulate|just-print|dry-run|recon|no-act|print-uris)$/u.test(option))
  );
}

/** `yes | apt-get install …` */
function isAnswered(command: ShellCommand): boolean {
  const [first] = command.pipeline ?? [];
  return first !== undefined && first !== command && /^(?:yes|echo|printf)$/u.test(baseName(first.words[0]!));
}
