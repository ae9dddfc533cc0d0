import { baseName } from '../shell/shell-commands.ts';
import type { ShellCommand } from '../shell/shell-commands.ts';

/** A command that downloads Python packages. */
export interface PackageInstall {
  tool: 'pip' | 'uv';
  /** Index of the word `install`, `wheel`, `sync` or `add`. */
  verbAt: number;
}

/**
 * Recognises `pip install`, `python -m pip install`, `uv pip install`, `uv sync`, `uv add`, `uv tool install`
 * and similar commands.
 */
export function packageInstall({ words }: ShellCommand): PackageInstall | undefined {
  const name = baseName(words[0]!);
  if (/^pip(?:\d[\d.]*)?$/u.test(name)) return withVerb('pip', words, 1, ['install', 'wheel']);
  if (/^(?:python|pypy)(?:\d[\d.]*)?$/u.test(name)) {
    const at = words.findIndex((word, i) => word === '-mpip' || (word === 'pip' && words[i - 1] === '-m'));
    return at < 0 ? undefined : withVerb('pip', words, at + 1, ['install', 'wheel']);
  }
  if (name !== 'uv') return undefined;
  const first = nextWord(words, 1);
  if (words[first] === 'tool') return withVerb('uv', words, first + 1, ['install']);
  return words[first] === 'pip'
    ? withVerb('uv', words, first + 1, ['install', 'sync'])
    : withVerb('uv', words, 1, ['sync', 'add']);
}

function withVerb(
  tool: PackageInstall['tool'],
  words: string[],
  from: number,
  verbs: string[],
): PackageInstall | undefined {
  const verbAt = nextWord(words, from);
  return verbs.includes(words[verbAt] ?? '') ? { tool, verbAt } : undefined;
}

/** Index of the first word at or after `from` that is not an option. */
export function nextWord(words: readonly string[], from: number): number {
  let at = from;
  while (words[at]?.startsWith('-')) at += 1;
  return at;
}

/** The requirements of a pip or uv install. */
export interface PythonRequirements {
  /** Names with their versions, URLs and paths, as written, each with its index in the words. */
  packages: { text: string; at: number }[];
  /** Files given with `-r`. */
  files: string[];
  /** Files given with `-c`, which pin the versions of the other requirements. */
  constraints: string[];
  /** Every other option with its value, or an empty string if it has none. */
  options: ReadonlyMap<string, string>;
}

/** Options whose value is the next word (--help of pip install and of uv pip install, add and sync). */
const valuedOptions = new Set([
  '-r',
  '--requirement',
  '--requirements',
  '-c',
  '--constraint',
  '--constraints',
  '-e',
  '--editable',
  '-i',
  '--index-url',
  '--extra-index-url',
  '-f',
  '--find-links',
  '-t',
  '--target',
  '--prefix',
  '--root',
  '--src',
  '--python',
  '-p',
  '--python-version',
  '--platform',
  '--python-platform',
  '--implementation',
  '--abi',
  '--only-binary',
  '--no-binary',
  '--progress-bar',
  '--upgrade-strategy',
  '--cache-dir',
  '--timeout',
  '--retries',
  '--trusted-host',
  '--proxy',
  '--cert',
  '--client-cert',
  '--log',
  '--config-settings',
  '-C',
  '--global-option',
  '--build-option',
  '--index',
  '--default-index',
  '--index-strategy',
  '--extra',
  '--group',
  '--override',
  '--exclude-newer',
  '--torch-backend',
  '--link-mode',
  '--keyring-provider',
  '--report',
  '--use-feature',
  '--use-deprecated',
  '--root-user-action',
  '-w',
  '--wheel-dir',
  '--project',
  '--directory',
  '--package',
  '--allow-insecure-host',
  '--bounds',
  '--branch',
  '--build-constraint',
  '--build-constraints',
  '-b',
  '--color',
  '--config-file',
  '--config-setting',
  '--config-settings-package',
  '--exclude-newer-package',
  '--excludes',
  '--exists-action',
  '--fork-strategy',
  '--marker',
  '-m',
  '--no-binary-package',
  '--no-build-isolation-package',
  '--no-build-package',
  '--no-extra',
  '--no-group',
  '--no-install-package',
  '--no-sources-package',
  '--only-group',
  '--optional',
  '--output-format',
  '--overrides',
  '--prerelease',
  '--refresh-package',
  '--reinstall-package',
  '--resolution',
  '--rev',
  '--script',
  '--tag',
  '--upgrade-package',
  '-P',
]);

/** Reads the requirements of an install that {@link packageInstall} recognised. */
export function pythonRequirements({ words }: ShellCommand, { verbAt }: PackageInstall): PythonRequirements {
  const packages: PythonRequirements['packages'] = [];
  const files: string[] = [];
  const constraints: string[] = [];
  const options = new Map<string, string>();
  for (let at = verbAt + 1; at < words.length; at += 1) {
    const word = words[at]!;
    if (!word.startsWith('-') || word === '-') {
      packages.push({ text: word, at });
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    // `-rfile` is `-r file`.
    const name = equals >= 0 ? word.slice(0, equals) : /^-[rcifet]./u.test(word) ? word.slice(0, 2) : word;
    const glued = equals >= 0 ? word.slice(equals + 1) : name === word ? undefined : word.slice(2);
    const value = glued ?? (valuedOptions.has(name) ? (words[(at += 1)] ?? '') : '');
    if (name === '-r' || name.startsWith('--requirement')) files.push(value);
    else if (name === '-c' || name.startsWith('--constraint')) constraints.push(value);
    else if (name === '-e' || name === '--editable') packages.push({ text: value, at });
    else options.set(name, value);
  }
  return { packages, files, constraints, options };
}
