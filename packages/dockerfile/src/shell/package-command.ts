import { baseName } from './shell-commands.ts';
import type { ShellCommand } from './shell-commands.ts';

type Manager =
  | 'apt-get'
  | 'apt'
  | 'aptitude'
  | 'apk'
  | 'dnf'
  | 'dnf5'
  | 'microdnf'
  | 'tdnf'
  | 'yum'
  | 'zypper';

/** A call of a distribution's package manager. */
export interface PackageCommand {
  manager: Manager;
  /**
   * Managers with the same packages and options: `apt` for apt-get, apt and aptitude; `dnf` for dnf, dnf5,
   * microdnf, tdnf and yum.
   */
  family: 'apt' | 'apk' | 'dnf' | 'zypper';
  /** `install`, `update`, `clean` …; short forms of zypper and dnf are expanded. */
  verb: string;
  /** Index of the verb in the command's words. */
  verbAt: number;
  /** Each option as written. A value given as a separate word is left out. */
  options: string[];
  /**
   * The words after the verb that are not options: names with their versions, as written, each with its index
   * in the words.
   */
  packages: { name: string; at: number }[];
}

const families: Readonly<Record<Manager, PackageCommand['family']>> = {
  'apt-get': 'apt',
  apt: 'apt',
  aptitude: 'apt',
  apk: 'apk',
  dnf: 'dnf',
  dnf5: 'dnf',
  microdnf: 'dnf',
  tdnf: 'dnf',
  yum: 'dnf',
  zypper: 'zypper',
};

/** Options whose value is the next word (apt-get(8), apk(8), dnf(8), zypper(8)). */
const valued: Readonly<Record<PackageCommand['family'], ReadonlySet<string>>> = {
  apt: new Set([
    '-o',
    '--option',
    '-t',
    '--target-release',
    '--default-release',
    '-c',
    '--config-file',
    '-a',
    '--host-architecture',
    '-P',
    '--build-profiles',
  ]),
  apk: new Set([
    '-t',
    '--virtual',
    '-X',
    '--repository',
    '-p',
    '--root',
    '--arch',
    '--keys-dir',
    '--repositories-file',
    '--cache-dir',
    '--cache-max-age',
    '--wait',
    '--timeout',
    '--progress-fd',
  ]),
  dnf: new Set([
    '-c',
    '--config',
    '--setopt',
    '--enablerepo',
    '--disablerepo',
    '--repo',
    '--repoid',
    '--repofrompath',
    '--installroot',
    '--releasever',
    '--forcearch',
    '-x',
    '--exclude',
    '--excludepkgs',
    '--disableplugin',
    '--enableplugin',
    '--advisory',
    '-d',
    '--debuglevel',
    '-e',
    '--errorlevel',
    '-R',
    '--randomwait',
    '--downloaddir',
    '--destdir',
    '--comment',
  ]),
  zypper: new Set([
    '-r',
    '--repo',
    '-t',
    '--type',
    '-R',
    '--root',
    '-c',
    '--config',
    '-p',
    '--plus-repo',
    '--plus-content',
    '--from',
    '--capability',
    '-C',
    '--gpg-auto-import',
    '-D',
    '--reposd-dir',
    '--cache-dir',
  ]),
};

const zypperVerbs: Readonly<Record<string, string>> = {
  in: 'install',
  rm: 'remove',
  up: 'update',
  dup: 'dist-upgrade',
  ref: 'refresh',
  cc: 'clean',
  si: 'source-install',
};

const dnfVerbs: Readonly<Record<string, string>> = {
  in: 'install',
  rei: 'reinstall',
  up: 'upgrade',
  'up-min': 'upgrade-minimal',
  rm: 'remove',
  dsync: 'distro-sync',
  grp: 'group',
};

/** Recognises a call of a package manager with a verb; undefined for any other command. */
export function packageCommand({ words }: ShellCommand): PackageCommand | undefined {
  const manager = baseName(words[0]!);
  if (!isManager(manager)) return undefined;
  const family = families[manager];
  const options: string[] = [];
  const plain: { name: string; at: number }[] = [];
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at]!;
    if (word === '--') continue;
    if (!word.startsWith('-')) {
      plain.push({ name: word, at });
      continue;
    }
    options.push(word);
    if (valued[family].has(word)) at += 1;
  }
  const [verb, ...packages] = plain;
  if (verb === undefined) return undefined;
  return { manager, family, verb: fullVerb(family, verb.name), verbAt: verb.at, options, packages };
}

function fullVerb(family: PackageCommand['family'], verb: string): string {
  const short = family === 'zypper' ? zypperVerbs : family === 'dnf' ? dnfVerbs : undefined;
  return short !== undefined && Object.hasOwn(short, verb) ? short[verb]! : verb;
}

function isManager(name: string): name is Manager {
  return Object.hasOwn(families, name);
}

/** Whether the command installs the packages it names. */
export function installsPackages({ family, verb }: PackageCommand): boolean {
  return family === 'apk'
    ? verb === 'add'
    : /^(?:install|reinstall|localinstall|groupinstall|build-dep|source-install)$/u.test(verb);
}
