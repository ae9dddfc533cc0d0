import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';

/** The unpinned packages of an installation by a package manager of a language. */
export interface UnpinnedTools {
  /** As written, at least one. */
  names: string[];
  /** How this manager writes a version, as a suffix of the name or as an option. */
  form: string;
}

/**
 * The packages that npm, yarn, pnpm, bun, gem, go, cargo or conda install without a pinned version; undefined
 * if there are none.
 */
export function unpinnedTools({ words }: ShellCommand): UnpinnedTools | undefined {
  const manager = managers.get(baseName(words[0]!));
  if (manager === undefined) return undefined;
  const { plain, options } = readWords(words, manager.valued);
  const rest = plain[0] === 'global' ? plain.slice(1) : plain;
  const [verb, ...named] = rest;
  if (verb === undefined || !manager.verbs.includes(verb)) return undefined;
  // In `go run module args…`, only the first word is a module.
  const names = manager.open(verb === 'run' ? named.slice(0, 1) : named, options);
  return names.length === 0 ? undefined : { names, form: manager.form };
}

interface Manager {
  verbs: readonly string[];
  /** Options whose value is the next word. */
  valued: ReadonlySet<string>;
  form: string;
  open(names: string[], options: ReadonlyMap<string, string>): string[];
}

/** Splits the words up to a bare `--` into options with their values and other words. */
function readWords(
  words: readonly string[],
  valued: ReadonlySet<string>,
): { plain: string[]; options: Map<string, string> } {
  const plain: string[] = [];
  const options = new Map<string, string>();
  for (let at = 1; at < words.length && words[at] !== '--'; at += 1) {
    const word = words[at]!;
    if (!word.startsWith('-')) {
      plain.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    options.set(
      name,
      equals < 0 ? (valued.has(name) ? (words[(at += 1)] ?? '') : '') : word.slice(equals + 1),
    );
  }
  return { plain, options };
}

const isUnknown = (name: string): boolean => /^\$|[`]/u.test(name);

/**
 * Whether a version matches several releases: an operator, a star or `x` instead of a number, or
 * alternatives.
 */
function isRange(version: string): boolean {
  return /[<>~^|*!,]|(?:^|\.)x(?:\.|$)/iu.test(version);
}

const node: Omit<Manager, 'verbs'> = {
  valued: new Set([
    '--prefix',
    '-C',
    '--dir',
    '--cwd',
    '--registry',
    '--cache',
    '--cache-folder',
    '--modules-folder',
    '--global-folder',
    '--loglevel',
    '--tag',
    '-w',
    '--workspace',
    '--filter',
    '--network-timeout',
    '--userconfig',
  ]),
  form: '@<version>',
  open: (names) => names.filter((name) => !isUnknown(name) && !isNodePinned(name)),
};

function isNodePinned(name: string): boolean {
  // A folder, a file or an archive is a single version.
  if (/^(?:[./~]|file:|link:|workspace:)/u.test(name) || /\.(?:tgz|tar|tar\.gz)$/u.test(name)) return true;
  const at = name.indexOf('@', 1);
  if (
    /^(?:git|github|gitlab|bitbucket|ssh)[+:]/u.test(name) ||
    (at < 0 && !name.startsWith('@') && name.includes('/'))
  )
    return name.includes('#') || /^https?:/u.test(name);
  const version = name.slice(at + 1);
  if (at > 0 && /^(?:https?:|git|file:)/u.test(version)) return true;
  // A tag such as latest or next moves, and an incomplete version is a range: `1.2` matches any 1.2.
  return at > 0 && !isRange(version) && /^(?:npm:.+@)?(?:=?v?\d+\.\d+\.\d|\$)/u.test(version);
}

const conda: Manager = {
  verbs: ['install', 'create'],
  valued: new Set([
    '-n',
    '--name',
    '-p',
    '--prefix',
    '-c',
    '--channel',
    '-f',
    '--file',
    '--solver',
    '--repodata-fn',
    '--platform',
    '-r',
    '--root-prefix',
    '--clone',
  ]),
  form: '=<version>',
  open: (names, options) =>
    options.has('--clone') ? [] : names.filter((name) => !isUnknown(name) && !isCondaPinned(name)),
};

function isCondaPinned(name: string): boolean {
  if (/\/|\.(?:conda|tar\.bz2|ya?ml)$/u.test(name)) return true;
  // The version may be followed by a build, in which a star does not affect the version.
  const version = /^[^=<>~!]+={1,2}([^=]+)/u.exec(name)?.[1];
  return version !== undefined && !isRange(version);
}

/** `v1` and `v1.2` mean the newest version with that prefix, and a branch moves. */
function isGoPinned(name: string): boolean {
  const version = /@(.+)$/u.exec(name)?.[1];
  return (
    version !== undefined &&
    !isRange(version) &&
    !/^(?:latest|upgrade|patch|main|master|HEAD|v\d+(?:\.\d+)?)$/u.test(version)
  );
}

const managers: ReadonlyMap<string, Manager> = new Map<string, Manager>([
  ['npm', { ...node, verbs: ['install', 'i', 'add'] }],
  ['pnpm', { ...node, verbs: ['install', 'i', 'add'] }],
  ['bun', { ...node, verbs: ['install', 'i', 'add'] }],
  ['yarn', { ...node, verbs: ['add'] }],
  ['conda', conda],
  ['mamba', conda],
  ['micromamba', conda],
  [
    'gem',
    {
      verbs: ['install', 'i'],
      valued: new Set([
        '-v',
        '--version',
        '-i',
        '--install-dir',
        '-n',
        '--bindir',
        '-s',
        '--source',
        '-P',
        '--trust-policy',
        '--platform',
        '-p',
        '--http-proxy',
      ]),
      form: ':<version>',
      open: (names, options) => {
        const version = [...options]
          .map(([option, value]) =>
            /^(?:-v|--version)$/u.test(option) ? value : /^-v(.+)$/u.exec(option)?.[1],
          )
          .find((value) => value !== undefined);
        if (version !== undefined && !isRange(version)) return [];
        return names.filter(
          (name) =>
            !isUnknown(name) &&
            !/\/|\.gem$|^(?:true|false)$/u.test(name) &&
            (!name.includes(':') || isRange(name)),
        );
      },
    },
  ],
  [
    'go',
    {
      verbs: ['install', 'get', 'run'],
      valued: new Set([
        '-ldflags',
        '-tags',
        '-gcflags',
        '-asmflags',
        '-mod',
        '-modfile',
        '-C',
        '-p',
        '-o',
        '-exec',
        '-pkgdir',
      ]),
      form: '@<version>',
      // A module begins with a host name or has a version. Anything else is the standard library or the
      // module itself. With `get -tool`, every name is a module.
      open: (names, options) =>
        names.filter(
          (name) =>
            (options.has('-tool') ? /^\w/u : /^[\w-]+\.[\w.-]*\w(?:\/|@|$)|^\w[\w./-]*@./u).test(name) &&
            !name.endsWith('.go') &&
            !isGoPinned(name),
        ),
    },
  ],
  [
    'cargo',
    {
      verbs: ['install'],
      valued: new Set([
        '--version',
        '--vers',
        '--git',
        '--branch',
        '--tag',
        '--rev',
        '--path',
        '--root',
        '--features',
        '-F',
        '--target',
        '--registry',
        '--index',
        '--bin',
        '--example',
        '--profile',
        '-j',
        '--jobs',
        '--config',
        '-Z',
        '--target-dir',
        '--color',
      ]),
      form: '@<version>',
      open: (names, options) => {
        const version = options.get('--version') ?? options.get('--vers');
        if (
          version === undefined
            ? ['--path', '--tag', '--rev'].some((option) => options.has(option))
            : !isRange(version)
        )
          return [];
        const git = options.get('--git');
        return git === undefined
          ? names.filter(
              (name) => !isUnknown(name) && !name.includes('/') && (!name.includes('@') || isRange(name)),
            )
          : [git];
      },
    },
  ],
]);
