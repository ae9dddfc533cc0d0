import type { Check, StaticFinding, StaticInput } from '../check.ts';
import { allRules } from '../counterparts.ts';
import { baseName } from '../dockerfile/shell-commands.ts';
import type { ShellCommand } from '../dockerfile/shell-commands.ts';
import { listed } from '../score/wording.ts';
import { placeOfSpan } from '../static/place.ts';
import { nextWord, packageInstall, pythonRequirements } from '../static/python-install.ts';
import type { PackageInstall } from '../static/python-install.ts';
import { everyRunStep } from '../static/run-steps.ts';

const also = { pip: ['DL3013', 'kics:unpinned-package-version-in-pip-install'], pipx: ['DL3013'], uv: [] };

export const pipPin: Check = {
  meta: {
    id: 'pip-pin',
    title: 'A Python package is installed without a version',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'info',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects: 'A package that pip, uv or pipx installs from the command line by its name alone, and a Git address without a revision.',
    why: 'The same Dockerfile then installs whatever was released last. A new release of one package is enough to change results, or to break an image that nobody touched.',
    fix: 'Write name==version, or better put all of them into a requirements file with exact versions, or give a constraints file with -c.',
    bad: 'RUN pip install --no-cache-dir torch',
    good: 'RUN pip install --no-cache-dir torch==2.5.1',
  },
  findings,
};

function findings({ dockerfile }: StaticInput): StaticFinding[] {
  return everyRunStep(dockerfile).flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const names = unpinned(command);
      if (names.length === 0) return [];
      const [first] = names;
      const remedy = first!.includes('://') ? 'Put @ and a tag or commit behind the address.' : `Write ${first}==<version>.`;
      return [{ ...placeOfSpan(command.span), also: rulesOf(command), message: `${listed(names)} ${names.length === 1 ? 'has' : 'have'} no version, so a rebuild may bring another one. ${remedy}` }];
    }),
  );
}

function rulesOf(command: ShellCommand): string[] {
  const install = packageInstall(command);
  return install === undefined ? also.pipx : also[install.tool];
}

function unpinned(command: ShellCommand): string[] {
  const install = packageInstall(command) ?? pipxInstall(command);
  const verb = command.words[install?.verbAt ?? 0];
  if (install === undefined || (verb !== 'install' && verb !== 'add')) return [];
  const { packages, constraints, options } = pythonRequirements(command, install);
  // Constraints pin what is named; without an index only what lies at hand can be taken.
  if (constraints.length > 0 || options.has('--no-index')) return [];
  return packages.map(({ text }) => text).filter((text) => !isPinned(text));
}

function pipxInstall({ words }: ShellCommand): PackageInstall | undefined {
  if (baseName(words[0]!) !== 'pipx') return undefined;
  const verbAt = nextWord(words, 1);
  return words[verbAt] === 'install' ? { tool: 'pip', verbAt } : undefined;
}

function isPinned(text: string): boolean {
  const [requirement = ''] = text.split(';', 1);
  // What the shell puts in is not known.
  if (/^\$|[`*]|\$\(/u.test(requirement)) return true;
  if (/(?:^|@\s*)git\+/u.test(requirement)) return /@[^/@]+$/u.test(requirement.split('#', 1)[0]!);
  return /[=<>~!@/\\]/u.test(requirement) || /^\.|\.(?:whl|zip|tar\.gz|tgz|tar\.bz2)$/u.test(requirement);
}
