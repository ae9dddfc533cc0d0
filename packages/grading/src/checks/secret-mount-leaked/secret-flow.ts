import { baseName, shellBody } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { secretMounts, unlayeredMounts, isInside } from '@dfm/dockerfile/syntax/mounts';
import { resolvePath } from '@dfm/dockerfile/syntax/stages';
import { settingsStores } from './settings-stores.ts';

/** A command of a RUN that writes a secret mounted for that RUN to a place where it stays. */
export interface KeptSecret {
  id: string;
  command: ShellCommand;
  /** Where it stays, as text: `/root/.netrc`, `the git configuration`. */
  kept: string;
}

/**
 * Programs that pass on their input or their words. Other programs that read a secret, such as curl, print
 * something else.
 */
const passOn = new Set([
  'awk',
  'base64',
  'cat',
  'cut',
  'echo',
  'envsubst',
  'gawk',
  'grep',
  'head',
  'hexdump',
  'jq',
  'od',
  'printf',
  'rev',
  'sed',
  'sort',
  'tail',
  'tee',
  'tr',
  'xxd',
]);
/** Programs that print their words, so a path among them is not a secret. */
const printers = new Set(['echo', 'printf']);
const copiers = new Set(['cp', 'install', 'mv', 'rsync']);
const removers = new Set(['rm', 'shred', 'unlink']);
/** Directories that are in memory while a step runs, or contain no files. */
const memoryFolders = ['/dev', '/proc', '/sys'];

/**
 * Longer scripts, and mounts, variables and writing commands beyond these limits, are not read, because the
 * editor must stay responsive.
 */
const maxScriptLength = 32_000;
const maxMounts = 20;
const maxVariables = 50;
const maxWrites = 20;

/**
 * Secrets that a RUN mounts and writes to a file. Files that it removes again are left out, because the layer
 * contains only the final state.
 */
export function secretsKept(
  run: Instruction,
  commands: readonly ShellCommand[],
  workdir: string,
): KeptSecret[] {
  const script = [run.args, ...run.heredocs.map(({ body }) => body)].join('\n');
  if (script.length > maxScriptLength) return [];
  return secretMounts(run)
    .slice(0, maxMounts)
    .flatMap(({ id, target, env }) => {
      const flow = new SecretFlow(
        target === undefined ? undefined : resolvePath(workdir, target),
        env,
        script,
        run,
        workdir,
      );
      const unlayered = [...unlayeredMounts(run), ...memoryFolders];
      const writes = commands.flatMap((command, index) => {
        const files = flow
          .written(command)
          .filter((path) => !unlayered.some((folder) => isInside(path, folder)));
        const store = flow.carries(command)
          ? settingsStores.find(({ stores }) => stores(command.words))
          : undefined;
        return files.length === 0 && store === undefined ? [] : [{ command, index, files, store }];
      });
      return writes.slice(0, maxWrites).flatMap(({ command, index, files, store }): KeptSecret[] => {
        const later = commands.slice(index + 1);
        const file = files.find(
          (path) => !later.some((each) => removes(each, path, workdir)) && !trapped(script, path),
        );
        if (file !== undefined) return [{ id, command, kept: file }];
        return store === undefined ||
          later.some((each) => store.undoneBy(each.words) || removesOwn(each, command, workdir))
          ? []
          : [{ id, command, kept: store.name }];
      });
    });
}

/** Determines which commands of a RUN receive a secret, and to which files they write it. */
class SecretFlow {
  readonly #path: string | undefined;
  readonly #mention: RegExp;
  readonly #workdir: string;
  readonly #variables: readonly string[];
  /** Expansions of the shell in a heredoc of the Dockerfile, which is the input of a command of the RUN. */
  readonly #heredocExpansions: readonly string[];
  /** Cached by command, so that a long pipe is followed once. */
  readonly #passing = new Map<ShellCommand, boolean>();

  constructor(
    path: string | undefined,
    env: string | undefined,
    script: string,
    run: Instruction,
    workdir: string,
  ) {
    this.#path = path;
    this.#workdir = workdir;
    this.#variables = variablesOf(script, path, env === undefined ? [] : [env]);
    this.#mention = mentionOf(path, this.#variables);
    const inputs = shellBody(run) === undefined ? run.heredocs.filter(({ expand }) => expand) : [];
    this.#heredocExpansions = inputs.flatMap(
      ({ body }) => body.match(/\$\([^)]{0,300}\)?|`[^`]{0,300}|\$\{?\w{1,60}/gu) ?? [],
    );
  }

  /** Absolute paths that a command writes the secret to. */
  written(command: ShellCommand): string[] {
    const passes = this.#passesOn(command);
    const name = baseName(command.words[0]!);
    const words = command.words.slice(1).filter((word) => !word.startsWith('-'));
    if (copiers.has(name))
      return words.slice(0, -1).some((word) => this.#isSecretFile(word)) ? this.#copiedTo(words) : [];
    if (name === 'dd')
      return command.words.some((word) => word.startsWith('if=') && this.#isSecretFile(word.slice(3)))
        ? this.#files(command.words.flatMap((word) => (word.startsWith('of=') ? [word.slice(3)] : [])))
        : [];
    if (!passes) return [];
    if (name === 'tee') return this.#files([...words, ...(command.outputs ?? [])]);
    if (name === 'sed' && command.words.some((word) => /^(?:-[a-zA-Z]*i|--in-place)/u.test(word)))
      return this.#files(words.slice(-1));
    return this.#files(command.outputs ?? []);
  }

  /** Whether a command receives the secret in its words, from a pipe or from a file. */
  carries(command: ShellCommand): boolean {
    return (
      command.expansions.some((text) => this.#yields(text)) ||
      this.#reads(command) ||
      command.words.slice(1).some((word) => this.#isSecretFile(word)) ||
      this.#fromPipe(command)
    );
  }

  #passesOn(command: ShellCommand): boolean {
    const known = this.#passing.get(command) ?? this.#isPassing(command);
    this.#passing.set(command, known);
    return known;
  }

  #isPassing(command: ShellCommand): boolean {
    const name = baseName(command.words[0]!);
    if (!passOn.has(name)) return false;
    if (
      command.expansions.some((text) => this.#yields(text)) ||
      (!printers.has(name) && (this.#reads(command) || this.#fromPipe(command)))
    )
      return true;
    if (
      !printers.has(name) &&
      command.redirects.some(({ operator }) => operator.startsWith('<<')) &&
      this.#heredocExpansions.some((text) => this.#yields(text))
    )
      return true;
    if (name === 'envsubst')
      return (
        this.#variables.length > 0 ||
        [...command.assignments.values()].some((value) => this.#mention.test(value))
      );
    return (
      !printers.has(name) && command.words.slice(1).some((word) => this.#isSecretFile(word)) && name !== 'tee'
    );
  }

  #reads({ redirects }: ShellCommand): boolean {
    return redirects.some(({ operator, target }) => operator === '<' && this.#isSecretFile(target));
  }

  #fromPipe(command: ShellCommand): boolean {
    const before = command.pipeline?.[command.pipeline.indexOf(command) - 1];
    return before !== undefined && this.#passesOn(before) && before.outputs === undefined;
  }

  /**
   * Whether an expansion is the secret itself, rather than its length, its hash or the output of another
   * program.
   */
  #yields(expansion: string): boolean {
    return this.#mention.test(expansion) && isPlainRead(expansion);
  }

  #isSecretFile(word: string): boolean {
    if (this.#path === undefined || /[$`]/u.test(word)) return false;
    const path = resolvePath(this.#workdir, word.replace(/\/\*$/u, ''));
    return path !== '/' && isInside(this.#path, path);
  }

  /** The last word or, if it is a folder, the file with the same name in it. */
  #copiedTo(words: readonly string[]): string[] {
    const destination = words.at(-1)!;
    return this.#files([destination.endsWith('/') ? `${destination}${baseName(this.#path!)}` : destination]);
  }

  #files(words: readonly string[]): string[] {
    return words.map((word) => absolute(word, this.#workdir)).filter((path) => path !== this.#path);
  }
}

/** Whether the first command substitution in a text, if any, passes on its input. */
function isPlainRead(text: string): boolean {
  const command = /(?:\$\(|`)\s*(\S+)/u.exec(text)?.[1];
  return (
    command === undefined ||
    ((command.startsWith('<') || passOn.has(baseName(command))) && !/\|\s*(?:\w*sum|wc)\b/u.test(text))
  );
}

function removes({ words }: ShellCommand, path: string, workdir: string): boolean {
  return (
    removers.has(baseName(words[0]!)) &&
    words.slice(1).some((word) => {
      const removed = absolute(word.replace(/\/\*$/u, ''), workdir);
      return !word.startsWith('-') && (isInside(path, removed) || removed === `${path}/${baseName(path)}`);
    })
  );
}

/** `rm -rf` of the folder that a command names, or that a clone creates. */
function removesOwn({ words }: ShellCommand, command: ShellCommand, workdir: string): boolean {
  if (!removers.has(baseName(words[0]!))) return false;
  const named = command.words.slice(1).filter((word) => !word.startsWith('-'));
  const last = named.at(-1) ?? '';
  const createdFolders = new Set([
    absolute(last, workdir),
    resolvePath(workdir, baseName(last).replace(/\.git$/u, '')),
  ]);
  return words.slice(1).some((word) => !word.startsWith('-') && createdFolders.has(absolute(word, workdir)));
}

function trapped(script: string, path: string): boolean {
  return /\btrap\b[^\n]*\brm\b/u.test(script) && script.includes(baseName(path));
}

/** The absolute path of a word, with `~` as the home directory of the default user. */
function absolute(word: string, workdir: string): string {
  return resolvePath(workdir, word.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/u, '/root'));
}

/**
 * Variables that contain the secret: `TOKEN=$(cat /run/secrets/x)`, `URL="https://$TOKEN@host"`, `read TOKEN
 * < /run/secrets/x`.
 */
function variablesOf(script: string, path: string | undefined, initial: readonly string[]): string[] {
  const variables = new Set(initial);
  let mention = mentionOf(path, initial);
  const add = (name: string) => {
    if (variables.has(name) || variables.size >= maxVariables) return;
    variables.add(name);
    mention = mentionOf(path, [...variables]);
  };
  for (const [, name, value] of script.matchAll(
    /\b([A-Za-z_]\w{0,60})=("?\$\([^)]{0,300}|"[^"]{0,300}|`[^`]{0,300}|[^\s;&|"`]{0,300})/gu,
  )) {
    if (mention.test(value!) && isPlainRead(value!) && /[$`]/u.test(value!)) add(name!);
  }
  for (const [, name, file] of script.matchAll(/\bread\s+(?:-\w+\s+)?(\w{1,60})\s*<\s*(\S{1,300})/gu))
    if (file === path) add(name!);
  return [...variables];
}

function mentionOf(path: string | undefined, variables: readonly string[]): RegExp {
  const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
  const parts = [
    ...(path === undefined ? [] : [String.raw`${escaped(path)}(?![\w.-])`]),
    ...(variables.length === 0 ? [] : [String.raw`\$\{?(?:${variables.map(escaped).join('|')})(?!\w)`]),
  ];
  return parts.length === 0 ? /(?!)/u : new RegExp(parts.join('|'), 'u');
}
