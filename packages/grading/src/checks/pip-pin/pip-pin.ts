import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { requirementsFiles } from '@dfm/dockerfile/python/context-requirements';
import { nextWord, packageInstall, pythonRequirements } from '@dfm/dockerfile/python/python-install';
import type { PackageInstall } from '@dfm/dockerfile/python/python-install';
import { isDirect, namesOneVersion, normalised } from '@dfm/dockerfile/python/requirement';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { listed } from '../../verdict/wording.ts';
import { hashLocks } from './hash-locks.ts';

const also = { pip: ['DL3013', 'kics:unpinned-package-version-in-pip-install'], pipx: ['DL3013'], uv: [] };

export const pipPin: Check = {
  meta: {
    id: 'pip-pin',
    title: 'Python package without a pinned version',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'info',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects:
      'A package that pip, uv or pipx installs from the command line without a version or with a range of versions, and a Git URL without a revision. If there is a requirements file with hashes, also a package that is not in that file.',
    why: 'The same Dockerfile then installs whatever was released last. A new release of one package is enough to change results, or to break an image that no one changed.',
    fix: 'Write name==version. Or better, put all packages into a requirements file with exact versions, or use a constraints file with -c.',
    bad: 'RUN pip install --no-cache-dir torch',
    good: 'RUN pip install --no-cache-dir torch==2.5.1',
  },
  findings,
};

function findings({ dockerfile, context }: BuildSource): StaticFinding[] {
  const steps = everyRunStep(dockerfile);
  const locks = hashLocks(dockerfile, steps, context);
  return steps.flatMap(({ stage, commands }) =>
    commands.flatMap((command): StaticFinding[] => {
      const named = namedPackages(command);
      const open = named.packages.filter(
        (text) => !isPinned(text) && !isConstrained(text, named.constraints, context),
      );
      const [first] = open;
      const lock = locks.get(stage);
      const outside =
        lock === undefined || named.isolated || named.constraints.includes(lock)
          ? []
          : named.packages.filter((text) => !isUnknown(text) && !isDirect(text) && !isInstaller(text));
      if (first !== undefined) {
        const remedy = first.includes('://')
          ? 'Add @ and a tag or commit after the URL.'
          : `Write ${nameIn(first)}==<version>.`;
        return [
          {
            ...rangeOfSpan(command.span),
            also: named.constraints.length === 0 && open.some(hasNoVersion) ? rulesOf(command) : [],
            message: `${listed(open)} ${open.length === 1 ? 'does' : 'do'} not name one version, so a rebuild may install a different one. ${lock === undefined ? remedy : `Install only from ${lock}.`}`,
          },
        ];
      }
      if (outside.length === 0) return [];
      return [
        {
          ...rangeOfSpan(command.span),
          also: [],
          message: `${listed(outside)} ${outside.length === 1 ? 'is' : 'are'} installed outside ${lock}, so no hash is checked and the two lists can differ. Put ${outside.length === 1 ? 'it' : 'them'} into that file.`,
        },
      ];
    }),
  );
}

/**
 * The rules of other tools for packages without a version. They accept any operator as a version, and read
 * only `install`.
 */
function rulesOf(command: ShellCommand): string[] {
  const install = packageInstall(command);
  if (install === undefined) return also.pipx;
  const verb = command.words[install.verbAt];
  return verb === 'install' || verb === 'add' ? also[install.tool] : [];
}

/** Whether there is no version, not even a range. The part after a semicolon is a marker. */
function hasNoVersion(text: string): boolean {
  return text.includes('://') || !/[=<>~!]/u.test(text.split(';', 1)[0]!);
}

/** The packages that a command requests from an index by name; empty if it does not use an index. */
function namedPackages(command: ShellCommand): {
  packages: string[];
  constraints: string[];
  isolated: boolean;
} {
  const ofPipx = pipxInstall(command);
  const install = packageInstall(command) ?? ofPipx;
  if (install === undefined || command.words[install.verbAt] === 'sync')
    return { packages: [], constraints: [], isolated: false };
  // `pipx install` and `uv tool install` create a separate environment for each program.
  const isolated = ofPipx !== undefined || command.words[install.verbAt - 1] === 'tool';
  const { packages, constraints, options } = pythonRequirements(command, install);
  // Without an index, only local files can be installed. If hashes are required, pip rejects names without a
  // hash.
  if (options.has('--no-index') || options.has('--require-hashes'))
    return { packages: [], constraints, isolated };
  return { packages: packages.map(({ text }) => text), constraints, isolated };
}

function pipxInstall({ words }: ShellCommand): PackageInstall | undefined {
  if (baseName(words[0]!) !== 'pipx') return undefined;
  const verbAt = nextWord(words, 1);
  return words[verbAt] === 'install' ? { tool: 'pip', verbAt } : undefined;
}

function isPinned(text: string): boolean {
  return isUnknown(text) || namesOneVersion(text);
}

/** Whether a text begins with or contains a shell expansion, so that its value is not known. */
function isUnknown(text: string): boolean {
  return /^\$|`|\$\(/u.test(text);
}

/** Whether constraints pin the version. Constraints that cannot be read here are assumed to. */
function isConstrained(
  text: string,
  constraints: readonly string[],
  context: BuildContext | undefined,
): boolean {
  const files = constraints.flatMap((file) => requirementsFiles(file, context));
  if (files.length === 0) return constraints.length > 0;
  const name = normalised(nameIn(text).replace(/\[.*/su, ''));
  return files.some(({ requirements }) => requirements.some((each) => each.name === name && each.exact));
}

/** Whether a package is an installer with a pinned version, which is not part of a list of packages. */
function isInstaller(text: string): boolean {
  return /^(?:pip|uv|pipx|pip-tools|poetry|pdm|setuptools|wheel)=/u.test(text) && namesOneVersion(text);
}

/** Name and extras. */
function nameIn(text: string): string {
  return /^[\w.-]+(?:\[[^\]]*\])?/u.exec(text)?.[0] ?? text;
}
