import { baseName, shellBody } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { secretMounts, unlayeredMounts, isInside } from '@dfm/dockerfile/syntax/mounts';
import { resolvePath } from '@dfm/dockerfile/syntax/stages';
import { settingsStores } from './settings-stores.ts';

/** A command of a RUN that writes a secret, mounted for that RUN, to where it stays. */
export interface KeptSecret {
  id: string;
  command: ShellCommand;
  /** In words: `/root/.netrc`, `git's settings`. */
  kept: string;
}

/** What passes its input or its words on. What else reads a secret, such as curl, prints something else. */
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
/** Of these the words are what is printed, so a path among them is no secret. */
const printers = new Set(['echo', 'printf']);
const copiers = new Set(['cp', 'install', 'mv', 'rsync']);
const removers = new Set(['rm', 'shred', 'unlink']);
/** Held in memory while a step runs, or no file at all. */
const volatile = ['/dev', '/proc', '/sys'];

/**
 * Longer scripts, and more mounts, variables and commands that write a secret are not looked into: the editor
 * must not wait.
 */
const maxScript = 32_000;
const maxMounts = 20;
const maxVariables = 50;
const maxWrites = 20;

/**
 * Secrets that a RUN mounts and writes down itself. What it removes again is left out: the layer shows only
 * how the step ended.
 */
export function secretsKept(
  run: Instruction,
  commands: readonly ShellCommand[],
  workdir: string,
): KeptSecret[] {
  const script = [run.args, ...run.heredocs.map(({ body }) => body)].join('\n');
  if (script.length > maxScript) return [];
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
      const unlayered = [...unlayeredMounts(run), ...volatile];
      const writes = commands.flatMap((command, index) => {
        const files = flow
          .written(command)
          .filter((path) => !unlayered.some((folder) => isInside(path, folder)));
        const store = flow.carries(command)
          ? settingsStores.find(({ takes }) => takes(command.words))
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

/** Which commands of one RUN get a secret, and which files they write it to. */
class SecretFlow {
  readonly #path: string | undefined;
  readonly #mention: RegExp;
  readonly #workdir: string;
  readonly #variables: readonly string[];
  /** What the shell puts into a heredoc of the Dockerfile, which a command of the RUN gets as its input. */
  readonly #heredocExpansions: readonly string[];
  /** By command, so that a long pipe is followed once. */
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

  /** Whether a command gets the secret among its words, or from a pipe or file. */
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

  /** Whether an expansion is the secret, and not a count or a hash of it or what a program makes of it. */
  #yields(expansion: string): boolean {
    return this.#mention.test(expansion) && isPlainRead(expansion);
  }

  #isSecretFile(word: string): boolean {
    if (this.#path === undefined || /[$`]/u.test(word)) return false;
    const path = resolvePath(this.#workdir, word.replace(/\/\*$/u, ''));
    return path !== '/' && isInside(this.#path, path);
  }

  /** The last word, or the file of the same name in it where that is a folder. */
  #copiedTo(words: readonly string[]): string[] {
    const destination = words.at(-1)!;
    return this.#files([destination.endsWith('/') ? `${destination}${baseName(this.#path!)}` : destination]);
  }

  #files(words: readonly string[]): string[] {
    return words.map((word) => absolute(word, this.#workdir)).filter((path) => path !== this.#path);
  }
}

/** Whether the first command that a text substitutes, if any, passes on what it reads. */
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

/** `rm -rf` of the folder that a command names, or that a clone makes. */
function removesOwn({ words }: ShellCommand, command: ShellCommand, workdir: string): boolean {
  if (!removers.has(baseName(words[0]!))) return false;
  const named = command.words.slice(1).filter((word) => !word.startsWith('-'));
  const last = named.at(-1) ?? '';
  const made = new Set([
    absolute(last, workdir),
    resolvePath(workdir, baseName(last).replace(/\.git$/u, '')),
  ]);
  return words.slice(1).some((word) => !word.startsWith('-') && made.has(absolute(word, workdir)));
}

function trapped(script: string, path: string): boolean {
  return /\btrap\b[^\n]*\brm\b/u.test(script) && script.includes(baseName(path));
}

/** The home of a build's default user, where `~` stands for it. */
function absolute(word: string, workdir: string): string {
  return resolvePath(workdir, word.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/u, '/root'));
}

/**
 * Variables that hold the secret: `TOKEN=$(cat /run/secrets/x)`, `URL="https://$TOKEN@host"`, `read TOKEN <
 * /run/secrets/x`.
 */
function variablesOf(script: string, path: string | undefined, given: readonly string[]): string[] {
  const variables = new Set(given);
  let mention = mentionOf(path, given);
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
