import { baseName } from '../dockerfile/shell-commands.ts';
import type { ShellCommand } from '../dockerfile/shell-commands.ts';

/** What an installation by a language's package manager leaves open. */
export interface UnpinnedTools {
  /** As written, at least one. */
  names: string[];
  /** How this manager writes a version: behind the name, or as an option. */
  form: string;
}

/** The packages without a version that npm, yarn, pnpm, bun, gem, go, cargo or conda install; undefined where there is none. */
export function unpinnedTools({ words }: ShellCommand): UnpinnedTools | undefined {
  const manager = managers.get(baseName(words[0]!));
  if (manager === undefined) return undefined;
  const { plain, options } = readWords(words, manager.valued);
  const rest = plain[0] === 'global' ? plain.slice(1) : plain;
  const [verb, ...named] = rest;
  if (verb === undefined || !manager.verbs.includes(verb)) return undefined;
  // `go run module args…` runs with what follows.
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

/** Words up to a bare `--`, apart in options with their values and all others. */
function readWords(words: readonly string[], valued: ReadonlySet<string>): { plain: string[]; options: Map<string, string> } {
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
    options.set(name, equals < 0 ? (valued.has(name) ? (words[(at += 1)] ?? '') : '') : word.slice(equals + 1));
  }
  return { plain, options };
}

const isUnknown = (name: string): boolean => /^\$|[`]/u.test(name);

const node: Omit<Manager, 'verbs'> = {
  valued: new Set(['--prefix', '-C', '--dir', '--cwd', '--registry', '--cache', '--cache-folder', '--modules-folder', '--global-folder', '--loglevel', '--tag', '-w', '--workspace', '--filter', '--network-timeout', '--userconfig']),
  form: '@<version>',
  open: (names) => names.filter((name) => !isUnknown(name) && !isNodePinned(name)),
};

function isNodePinned(name: string): boolean {
  // A folder, a file or an archive is one version.
  if (/^(?:[./~]|file:|link:|workspace:)/u.test(name) || /\.(?:tgz|tar|tar\.gz)$/u.test(name)) return true;
  const at = name.indexOf('@', 1);
  if (/^(?:git|github|gitlab|bitbucket|ssh)[+:]/u.test(name) || (at < 0 && !name.startsWith('@') && name.includes('/'))) return name.includes('#') || /^https?:/u.test(name);
  // A tag such as latest or next moves.
  return at > 0 && /^(?:[v^~<>=\s]*\d|\$|https?:|git|file:|npm:.+@)/u.test(name.slice(at + 1));
}

const conda: Manager = {
  verbs: ['install', 'create'],
  valued: new Set(['-n', '--name', '-p', '--prefix', '-c', '--channel', '-f', '--file', '--solver', '--repodata-fn', '--platform', '-r', '--root-prefix', '--clone']),
  form: '=<version>',
  open: (names, options) => (options.has('--clone') ? [] : names.filter((name) => !isUnknown(name) && !/[=<>/]|\.(?:conda|tar\.bz2|ya?ml)$/u.test(name))),
};

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
      valued: new Set(['-v', '--version', '-i', '--install-dir', '-n', '--bindir', '-s', '--source', '-P', '--trust-policy', '--platform', '-p', '--http-proxy']),
      form: ':<version>',
      open: (names, options) => ([...options.keys()].some((option) => /^(?:-v.*|--version)$/u.test(option)) ? [] : names.filter((name) => !isUnknown(name) && !/[:/]|\.gem$|^(?:true|false)$/u.test(name))),
    },
  ],
  [
    'go',
    {
      verbs: ['install', 'get', 'run'],
      valued: new Set(['-ldflags', '-tags', '-gcflags', '-asmflags', '-mod', '-modfile', '-C', '-p', '-o', '-exec', '-pkgdir']),
      form: '@<version>',
      // A module has a host name in front, or a version behind it; all else is the standard library or the own module. What `get -tool` names is a module always.
      open: (names, options) =>
        names.filter((name) => (options.has('-tool') ? /^\w/u : /^[\w-]+\.[\w.-]*\w(?:\/|@|$)|^\w[\w./-]*@./u).test(name) && !name.endsWith('.go') && !/@(?!latest$|upgrade$|patch$|main$|master$|HEAD$)./u.test(name)),
    },
  ],
  [
    'cargo',
    {
      verbs: ['install'],
      valued: new Set(['--version', '--vers', '--git', '--branch', '--tag', '--rev', '--path', '--root', '--features', '-F', '--target', '--registry', '--index', '--bin', '--example', '--profile', '-j', '--jobs', '--config', '-Z', '--target-dir', '--color']),
      form: '@<version>',
      open: (names, options) => {
        const pinned = ['--version', '--vers', '--path', '--tag', '--rev'].some((option) => options.has(option));
        if (pinned) return [];
        const git = options.get('--git');
        return git === undefined ? names.filter((name) => !isUnknown(name) && !/[@/]/u.test(name)) : [git];
      },
    },
  ],
]);
