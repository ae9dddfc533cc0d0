import { forEachChild, parse } from 'unbash';
import type { ArrayValue, Command, CommandArgument, Redirection, SyntaxNode, Word, WordPart } from 'unbash';
import { positionOf } from '../syntax/model.ts';
import type { Instruction, Position, Span } from '../syntax/model.ts';

/** Where a command's input comes from or its output goes to. */
interface ShellRedirect {
  operator: Redirection['operator'];
  /** Path of the file; for a here-document or here-string, its text. */
  target: string;
  /** Number of the stream, if one is given. */
  stream: number | undefined;
}

/** A simple command that a RUN executes, including those in lists, conditions, substitutions and `sh -c '…'`. */
export interface ShellCommand {
  /** Name first, quotes removed. Variables stay as written. */
  words: string[];
  /** `NAME=value` before the command. */
  assignments: Map<string, string>;
  /**
   * Expansions by the shell, as written: `$NAME`, `$(cat file)`. From words and here-documents; nothing in
   * single quotes is expanded.
   */
  expansions: readonly string[];
  /** Its own redirects, and those of the groups and shells in which it runs. */
  redirects: readonly ShellRedirect[];
  span: Span;
  /** End position of the n-th word; undefined for words of a nested script. */
  wordEnds: (Position | undefined)[];
  /** The commands of its pipeline in order, including itself; absent if it is not in a pipeline. */
  pipeline?: readonly ShellCommand[];
  /**
   * The commands through which it runs, outermost first, such as `sudo` and `env`; absent if it runs
   * directly.
   */
  through?: readonly string[];
  /** Files to which its standard output is redirected; absent if there are none. */
  outputs?: readonly string[];
  /** For a command in `sh -c '…'`: the words before the script, name first. */
  innerShell?: readonly string[];
}

/** Longer scripts are not read: no learner writes them, and the editor must stay responsive. */
const maxScriptLength = 32_000;
/** Deeper nodes of the syntax tree are not read, so that they cannot exhaust the stack. */
const maxNodeDepth = 400;
const shells = new Set(['sh', 'bash', 'dash', 'ash', 'zsh']);
/** Commands that run the rest of their words, each with its options that take the next word as their value. */
const wrappers: ReadonlyMap<string, RegExp> = new Map([
  ['sudo', /^(?:-[EHSnkP]*[ugpCDhrtTU]|--(?:user|group|prompt|chdir|host|role|type|close-from))$/u],
  ['env', /^(?:-[uC]|--(?:unset|chdir))$/u],
  ['exec', /^-[cl]*a$/u],
  ['nice', /^(?:-n|--adjustment)$/u],
  ['time', /^(?:-[fo]|--(?:format|output))$/u],
  ['command', /^$/u],
  ['nohup', /^$/u],
]);

const cache = new WeakMap<Instruction, ShellCommand[]>();

/**
 * The commands of a RUN in source order. Empty for other instructions, for shells that are not Bourne shells
 * and for scripts over 32 000 characters.
 *
 * @param shell argv of the SHELL in effect; undefined for the default
 */
export function shellCommands(instruction: Instruction, shell: string[] | undefined): ShellCommand[] {
  if (instruction.keyword !== 'RUN') return [];
  if (shell !== undefined && !shells.has(baseName(shell[0] ?? ''))) return [];
  const known = cache.get(instruction);
  if (known !== undefined) return known;
  const commands = readCommands(instruction);
  cache.set(instruction, commands);
  return commands;
}

function readCommands(instruction: Instruction): ShellCommand[] {
  const inArgs = (offset: number) => positionOf(instruction, offset);
  if (instruction.json !== undefined) {
    const fullSpan = { start: inArgs(0), end: inArgs(instruction.args.length) };
    return expand(
      {
        words: instruction.json,
        assignments: new Map(),
        expansions: [],
        redirects: [],
        span: fullSpan,
        wordEnds: [],
      },
      0,
    );
  }
  const body = shellBody(instruction);
  if (body === undefined) return commandsIn(instruction.args, inArgs, 0);
  return commandsIn(body.text, lineMap(body.text, body.startLine), 0);
}

/** The commands of a script in source order, with their positions in it. Empty for one over 32 000 characters. */
export function scriptCommands(script: string): ShellCommand[] {
  return commandsIn(script, lineMap(script, 1), 0);
}

/** The script of `RUN <<EOF` or `RUN bash <<EOF`; undefined if the heredoc is input for a different program. */
export function shellBody(instruction: Instruction): { text: string; startLine: number } | undefined {
  const [heredoc, second] = instruction.heredocs;
  if (heredoc === undefined || second !== undefined) return undefined;
  const others = instruction.words.filter((word) => !word.includes('<<'));
  if (others.length > 0 && !(others.length === 1 && shells.has(baseName(others[0]!)))) return undefined;
  const interpreter = /^#!\s*(\S+)(?:[ \t]+(\S+))?/u.exec(heredoc.body);
  if (interpreter !== null) {
    const name = baseName(interpreter[1]!);
    if (!shells.has(name === 'env' ? (interpreter[2] ?? '') : name))
      return { text: '', startLine: heredoc.startLine };
  }
  return { text: heredoc.body, startLine: heredoc.startLine };
}

function lineMap(text: string, startLine: number): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: startLine + low, column: offset - starts[low]! + 1 };
  };
}

function commandsIn(
  script: string,
  positionAt: (offset: number) => Position | undefined,
  depth: number,
): ShellCommand[] {
  if (script.length > maxScriptLength) return [];
  const commands: ShellCommand[] = [];
  const visit = (
    node: SyntaxNode,
    outer: readonly ShellRedirect[],
    level: number,
    pipeline?: ShellCommand[],
  ): void => {
    if (level > maxNodeDepth) return;
    if (node.type === 'Command') {
      const command = commandOf(node, positionAt, outer);
      const found = command === undefined ? [] : expand(command, depth);
      for (const each of found) {
        if (each.pipeline !== undefined || pipeline === undefined) continue;
        each.pipeline = pipeline;
        pipeline.push(each);
      }
      commands.push(...found);
    }
    // A command in a substitution is not part of the pipeline around the substitution.
    const around =
      node.type === 'Command'
        ? undefined
        : node.type === 'Pipeline' && node.commands.length > 1
          ? []
          : pipeline;
    const within =
      node.type === 'Command'
        ? []
        : node.type === 'Redirected'
          ? [...node.redirects.map(redirectOf), ...outer]
          : outer;
    forEachChild(node, (child) => visit(child, within, level + 1, around));
  };
  visit(parse(script), [], 0);
  return commands;
}

function commandOf(
  node: Command,
  positionAt: (offset: number) => Position | undefined,
  outer: readonly ShellRedirect[],
): ShellCommand | undefined {
  if (node.name === undefined) return undefined;
  const parts: (Word | CommandArgument)[] = [node.name, ...node.args];
  const start = positionAt(node.pos);
  const end = positionAt(node.end);
  if (start === undefined || end === undefined) return undefined;
  const assignments = new Map<string, string>();
  for (const item of node.prefix)
    if (item.type === 'Assignment' && item.value.type === 'Word')
      assignments.set(item.name, item.value.value);
  return {
    words: parts.map((part) => (part.type === 'Word' ? part.value : part.text)),
    assignments,
    expansions: [
      ...parts.flatMap((part) => expansionsOf(part.type === 'Word' ? part : part.value)),
      ...node.redirects.flatMap((redirect) =>
        redirect.type === 'HereDoc'
          ? (redirect.body.parts ?? []).flatMap(inPart)
          : expansionsOf(redirect.target),
      ),
    ],
    ...flowOf([...node.redirects.map(redirectOf), ...outer]),
    span: { start, end },
    wordEnds: parts.map((part) => positionAt(part.end)),
  };
}

function expansionsOf(word: CommandArgument | ArrayValue | undefined): string[] {
  return word?.type === 'Word' ? (word.parts ?? []).flatMap(inPart) : [];
}

function inPart(part: WordPart): string[] {
  if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') return part.parts.flatMap(inPart);
  return part.type === 'SimpleExpansion' ||
    part.type === 'ParameterExpansion' ||
    part.type === 'CommandExpansion'
    ? [part.text]
    : [];
}

function redirectOf(redirect: Redirection): ShellRedirect {
  const target = redirect.type === 'HereDoc' ? redirect.body.text : (redirect.target?.value ?? '');
  return {
    operator: redirect.operator,
    target,
    stream: redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : undefined,
  };
}

/** The redirects, and the files they send standard output to. */
function flowOf(redirects: readonly ShellRedirect[]): Pick<ShellCommand, 'redirects' | 'outputs'> {
  const outputs = redirects
    .filter(
      ({ operator, target, stream }) =>
        /^&?>[>|]?$/u.test(operator) && target !== '' && (stream === undefined || stream === 1),
    )
    .map(({ target }) => target);
  return { redirects, ...(outputs.length === 0 ? {} : { outputs }) };
}

/** The command itself or, for `sudo`, `env A=b` and `sh -c`, the commands it runs. */
function expand(command: ShellCommand, depth: number): ShellCommand[] {
  const name = baseName(command.words[0] ?? '');
  if (depth > 3) return [command];
  const valued = wrappers.get(name);
  if (valued !== undefined) {
    const at = command.words.findIndex(
      (word, i) =>
        i > 0 &&
        !word.startsWith('-') &&
        !/^\w+=/u.test(word) &&
        !(i > 1 && valued.test(command.words[i - 1]!)),
    );
    if (at < 0) return [command];
    const assignments = new Map(command.assignments);
    for (const word of command.words.slice(1, at)) {
      const equals = word.indexOf('=');
      if (equals > 0 && !word.startsWith('-')) assignments.set(word.slice(0, equals), word.slice(equals + 1));
    }
    return expand(
      {
        ...command,
        words: command.words.slice(at),
        wordEnds: command.wordEnds.slice(at),
        assignments,
        through: [...(command.through ?? []), name],
      },
      depth + 1,
    );
  }
  if (shells.has(name)) {
    const at = command.words.findIndex((word, i) => i > 0 && /^-[a-z]*c$/u.test(word));
    const script = at < 0 ? undefined : command.words[at + 1];
    // Inside the quotes, offsets no longer match the file, so every command has the position of the outer
    // one.
    if (script !== undefined) {
      const through = command.through ?? [];
      return commandsIn(script, () => command.span.start, depth + 1).map((inner) => ({
        innerShell: command.words.slice(0, at + 1),
        ...inner,
        ...flowOf([...inner.redirects, ...command.redirects]),
        span: command.span,
        wordEnds: [],
        ...(through.length === 0 ? {} : { through: [...through, ...(inner.through ?? [])] }),
      }));
    }
  }
  return [command];
}

/** `pip` for `/usr/local/bin/pip`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
