import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { insertAfter } from '@dfm/dockerfile/shell/insert-words';
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
    title: 'Package manager may ask for confirmation',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static'],
    also: allRules(also),
    detects: 'A call of apt-get, dnf, yum or zypper without -y that asks for confirmation.',
    why: 'No one can answer during a build: the package manager reaches the end of its input, treats that as no, and fails. apt-get asks only if it has to install more packages than you named, so the build may work today and fail when a dependency is added.',
    fix: 'Add -y (for zypper, also --non-interactive). To suppress questions from the packages themselves, set DEBIAN_FRONTEND=noninteractive before the command, not with ENV, which would stay in the image.',
    bad: 'RUN apt-get update && apt-get install --no-install-recommends git',
    good: 'RUN apt-get update && apt-get install -y --no-install-recommends git',
  },
  findings,
};

const assumesYes =
  /APT::Get::Assume-Yes["']?[\s=]{0,9}["']?(?:1|true|yes)\b|assumeyes\s{0,9}=\s{0,9}(?:1|true|yes)\b/iu;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const configured = configuredBy(dockerfile, assumesYes);
  return everyRunStep(dockerfile).flatMap(({ instruction, commands }) =>
    commands.flatMap((command) => {
      const call = packageCommand(command);
      if (
        call === undefined ||
        !asks(call) ||
        hasYesOption(call) ||
        assumesYes.test(command.words.join(' ')) ||
        configured(instruction) ||
        isAnswered(command)
      )
        return [];
      // For `dnf module install`, the option follows the second verb.
      const nested = isNested(call);
      const verb = nested ? `${call.verb} ${call.packages[0]!.name}` : call.verb;
      const verbAt = nested ? call.packages[0]!.at : call.verbAt;
      return [
        {
          ...rangeOfSpan(command.span),
          also: rulesOf(call),
          message: `${call.manager} ${verb} asks for confirmation, which no one can give during a build, so it fails. Add -y.`,
          fix: insertAfter(command, verbAt, ' -y', 'Add -y', dockerfile),
        },
      ];
    }),
  );
}

/** Verbs that ask for confirmation (apt-get(8), dnf(8), zypper(8)). apk never asks. */
const confirmingVerbs: Readonly<Record<PackageCommand['family'], RegExp>> = {
  apt: /^(?:install|reinstall|remove|purge|autoremove|upgrade|dist-upgrade|full-upgrade|safe-upgrade|build-dep)$/u,
  apk: /^$/u,
  dnf: /^(?:(?:group|local)?install|groupupdate|groupremove|reinstall|update|upgrade|downgrade|remove|erase|autoremove|swap|builddep|distro-sync)$/u,
  zypper: /^(?:install|remove|update|patch|dist-upgrade|source-install)$/u,
};

function asks(call: PackageCommand): boolean {
  return isNested(call) || confirmingVerbs[call.family].test(call.verb);
}

/** The verbs that rules of other tools cover. The other verbs that ask are not covered by any rule. */
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

function hasYesOption({ family, options }: PackageCommand): boolean {
  const plain = options.map((option) => option.split('=', 1)[0]!);
  const short = options.filter((option) => /^-[A-Za-z]+$/u.test(option)).join('');
  if (
    /y/u.test(short) ||
    plain.some((option) => /^--(?:yes|assume-?yes|no-confirm|non-interactive)$/u.test(option))
  )
    return true;
  if (family === 'zypper') return short.includes('n');
  if (family !== 'apt') return plain.includes('--assumeno');
  // -q given twice implies -y, and a simulation changes nothing.
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
