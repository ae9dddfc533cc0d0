import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { writtenText } from '@dfm/dockerfile/shell/written-text';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';

/** The rules of Checkov by program and option; it has none for others. */
const rules = [
  [/^apk$/u, /^--allow-untrusted$/u, 'CKV2_DOCKER_7'],
  [/^apt-get$/u, /^--allow-unauthenticated$/u, 'CKV2_DOCKER_8'],
  [/^(?:dnf5?|tdnf|microdnf|yum)$/u, /^--nogpgcheck$/u, 'CKV2_DOCKER_9'],
  [/^rpm$/u, /^--no(?:digest|signature|verify|filedigest)$/u, 'CKV2_DOCKER_10'],
  [/^apt-get$/u, /^--force-yes$/u, 'CKV2_DOCKER_11'],
] as const;

export const unsignedPkgs: Check = {
  meta: {
    id: 'unsigned-pkgs',
    title: 'Packages installed without signature checks',
    axis: 'security',
    topic: 'security',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static'],
    also: rules.map(([, , rule]) => rule),
    detects:
      'Options and repository settings that make apt, apk, dnf, yum, zypper and rpm accept packages without a valid signature.',
    why: 'The signature proves that the package comes from the distribution. Without it, a mirror, or an attacker on the network path, decides what runs as root in your build.',
    fix: 'Remove the option and install the key of the repository: a file in /etc/apt/keyrings with signed-by for apt, rpm --import for dnf and yum, /etc/apk/keys for apk.',
    bad: 'RUN apt-get update && apt-get install -y --allow-unauthenticated libgomp1',
    good: 'RUN apt-get update && apt-get install -y libgomp1',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return everyRunStep(dockerfile).flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const word = unsignedWord(command);
      return word === undefined
        ? []
        : [
            {
              ...rangeOfSpan(command.span),
              also: rulesOf(command, word),
              message: `${word.slice(0, 60)} accepts packages without a valid signature. Remove it and install the key of the repository.`,
            },
          ];
    }),
  );
}

function rulesOf({ words: [name] }: ShellCommand, word: string): string[] {
  return rules.flatMap(([program, option, rule]) =>
    program.test(baseName(name!)) && option.test(word) ? [rule] : [],
  );
}

/** The words that disable signature checks, by program (apt-get(8), apk(8), dnf(8), zypper(8), rpm(8)). */
const words: readonly (readonly [program: RegExp, word: RegExp])[] = [
  [
    /^(?:apt|apt-get|aptitude)$/u,
    /^(?:--allow-unauthenticated|--force-yes|--allow-insecure-repositories|(?:-o)?(?:APT::Get::AllowUnauthenticated|Acquire::Allow(?:Insecure|Weak|DowngradeToInsecure)Repositories)=["']?(?:true|1|yes)["']?)$/iu,
  ],
  [/^apk$/u, /^--allow-untrusted$/u],
  [/^(?:dnf5?|tdnf|microdnf|yum)$/u, /^(?:--nogpgcheck|--no-gpgchecks)$/u],
  [
    /^(?:dnf5?|tdnf|microdnf|yum|yum-config-manager|dnf-config-manager)$/u,
    /(?:^|[.=])["']?(?:repo_)?gpgcheck["']?=["']?(?:0|false|no)["']?$/iu,
  ],
  [/^zypper$/u, /^(?:--no-gpg-checks?|--no-gpgcheck|--allow-unsigned-rpm)$/u],
  [/^rpm$/u, /^--no(?:digest|signature|verify|filedigest)$/u],
  [/^dpkg$/u, /^--force-bad-verify$/u],
];
/** In a list of repositories: `deb [trusted=yes] …`, `gpgcheck=0`, pacman's `SigLevel = Never`. */
const inRepository =
  /\[[^\]]{0,200}\b(?:trusted|allow-insecure)=yes\b|gpgcheck\s*=\s*(?:0|false|no)\b|\bSigLevel\s*=\s*Never\b|\bAllowUnauthenticated\s+"?(?:true|1)\b/iu;

function unsignedWord(command: ShellCommand): string | undefined {
  const text = writtenText(command);
  if (text !== undefined) return inRepository.exec(text)?.[0];
  const name = baseName(command.words[0]!);
  for (const [program, word] of words) {
    const found = program.test(name) ? command.words.find((candidate) => word.test(candidate)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
