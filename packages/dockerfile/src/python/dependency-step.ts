import { baseName, shellCommands, type ShellCommand } from '../shell/shell-commands.ts';
import type { Instruction } from '../syntax/model.ts';
import { nextWord, packageInstall } from './python-install.ts';

/** Subcommands that fetch packages, by program. pip and uv are read by `packageInstall`. */
const verbsOf = new Map<string, readonly string[]>([
  ...['apt', 'apt-get', 'dnf', 'yum', 'microdnf'].map((name) => [name, ['install']] as const),
  ...['conda', 'mamba', 'micromamba'].map((name) => [name, ['install', 'create', 'update']] as const),
  ...['poetry', 'pipenv', 'pdm'].map((name) => [name, ['install', 'sync']] as const),
  ['apk', ['add']],
  ['npm', ['ci', 'install']],
]);

/**
 * Whether an instruction is a RUN that installs packages from outside the context, with pip, uv, conda, apt
 * or a similar tool.
 */
export function installsDependencies(instruction: Instruction): boolean {
  return shellCommands(instruction, undefined).some(
    (command) => fetchesPackages(command) && !installsOwnCode(command),
  );
}

function fetchesPackages(command: ShellCommand): boolean {
  if (packageInstall(command) !== undefined) return true;
  const { words } = command;
  const verbs = verbsOf.get(baseName(words[0]!)) ?? [];
  const first = nextWord(words, 1);
  // `conda env create`
  const verbAt = words[first] === 'env' ? nextWord(words, first + 1) : first;
  return verbs.includes(words[verbAt] ?? '');
}

/**
 * `pip install --no-deps .` installs the learner's own code and fetches nothing. With a list of packages, it
 * does fetch.
 */
function installsOwnCode({ words }: ShellCommand): boolean {
  const own = words.some((word) => /^\.(?:\/.*)?(?:\[.*\])?$/u.test(word));
  return (
    own && words.includes('--no-deps') && !words.some((word) => /^(?:-r|--requirement(?:=|$))/u.test(word))
  );
}
