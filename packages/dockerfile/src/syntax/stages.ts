import { checkCopySources } from './copy-sources.ts';
import { factsOf } from './instruction-facts.ts';
import type { Dockerfile, Instruction, Stage } from './model.ts';
import { substitute } from './substitute.ts';
import { Variables, type VariableValues } from './variables.ts';
import { splitWords, unquote } from './words.ts';

/** Fills `stages`, `globals` and each instruction's `stage`. */
export function buildStages(dockerfile: Dockerfile): void {
  const globals = new Variables();
  const byName = new Map<string, number>();
  let stage: Stage | undefined;
  let outside: Instruction | undefined;
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword === 'FROM') {
      stage = stageOf(instruction, dockerfile, globals, byName);
      dockerfile.stages.push(stage);
    } else if (stage === undefined) {
      if (instruction.keyword === 'ARG') setDefaults(instruction, globals, new Map(), dockerfile.escape);
      else outside ??= instruction;
    } else {
      stage.instructions.push(instruction);
    }
    instruction.stage = stage?.index;
    if (stage !== undefined && instruction === stage.from && stage.name !== undefined)
      byName.set(stage.name, stage.index);
  }
  dockerfile.globals = globals.known();
  checkCopySources(dockerfile);
  checkWorkdirs(dockerfile);
  const last = dockerfile.instructions.at(-1);
  if (stage === undefined && outside === undefined && last !== undefined) {
    dockerfile.problems.push({
      line: last.startLine,
      endLine: last.endLine,
      message: 'The file has no FROM. Add a FROM with a base image below the ARG lines.',
    });
  }
  if (outside === undefined) return;
  dockerfile.problems.push({
    line: outside.startLine,
    endLine: outside.endLine,
    aboveFrom: true,
    message: 'Only ARG and comments are allowed before the first FROM. Move this line below it.',
  });
}

function stageOf(
  from: Instruction,
  dockerfile: Dockerfile,
  globals: VariableValues,
  byName: Map<string, number>,
): Stage {
  const written = from.words[0] ?? '';
  const resolved = substitute(written, globals, dockerfile.escape);
  const alias = from.words[1]?.toUpperCase() === 'AS' ? from.words[2] : undefined;
  return {
    index: dockerfile.stages.length,
    name: alias?.toLowerCase(),
    from,
    base: { written, resolved },
    // Names are stored in lower case but looked up as written, so FROM Base finds no stage (addState in
    // dockerfile2llb/convert.go).
    parent: resolved === undefined ? undefined : byName.get(resolved),
    instructions: [],
  };
}

interface Assignment {
  name: string;
  value: string | undefined;
  offset: number;
}

/** Cached because many checks read them. */
const assignments = new WeakMap<Instruction, readonly Assignment[]>();

/**
 * The assignments of an ARG (`name`, `name=value`) or an ENV (also the old form `name value`). Values are as
 * written.
 */
export function assignmentsOf(instruction: Instruction, escape: string): readonly Assignment[] {
  const known = assignments.get(instruction);
  if (known !== undefined) return known;
  const read = readAssignments(instruction, escape);
  assignments.set(instruction, read);
  return read;
}

function readAssignments(instruction: Instruction, escape: string): Assignment[] {
  const words = splitWords(instruction.args, escape);
  const first = words[0];
  if (first === undefined) return [];
  if (instruction.keyword === 'ENV' && !first.text.includes('=')) {
    return [
      {
        name: first.text,
        value: words[1] === undefined ? undefined : instruction.args.slice(words[1].offset),
        offset: first.offset,
      },
    ];
  }
  return words.map(({ text, offset }) => {
    const equals = text.indexOf('=');
    return equals < 0
      ? { name: text, value: undefined, offset }
      : { name: unquote(text.slice(0, equals), escape), value: text.slice(equals + 1), offset };
  });
}

/**
 * Cached: an ENV or ARG always sets the same values, because the state of a stage depends only on its own
 * chain.
 */
const resolved = new WeakMap<Instruction, readonly [name: string, value: string | undefined][]>();

function setDefaults(
  instruction: Instruction,
  variables: Variables,
  globals: VariableValues,
  escape: string,
): void {
  let values = resolved.get(instruction);
  if (values === undefined) {
    values = resolve(instruction, variables, globals, escape);
    resolved.set(instruction, values);
  }
  for (const [name, value] of values) variables.set(name, value);
}

/**
 * An ENV sees the values from before its line, an ARG also the earlier ones on its line. An ARG without a
 * value takes the global value. The values of an ARG are set immediately, because copying all variables for
 * each one would not take linear time.
 */
function resolve(
  instruction: Instruction,
  variables: Variables,
  globals: VariableValues,
  escape: string,
): [name: string, value: string | undefined][] {
  const values: [name: string, value: string | undefined][] = [];
  const isArg = instruction.keyword === 'ARG';
  for (const { name, value } of assignmentsOf(instruction, escape)) {
    if (value === undefined && isArg && !globals.has(name)) continue;
    const newValue =
      value === undefined ? (isArg ? globals.get(name) : undefined) : substitute(value, variables, escape);
    if (isArg) variables.set(name, newValue);
    values.push([name, newValue]);
  }
  return values;
}

/**
 * The longest path on Linux (PATH_MAX without its NUL). BuildKit cannot create a directory with a longer
 * path: "file name too long".
 */
const maxPathBytes = 4095;
const encoder = new TextEncoder();

/** Reports each WORKDIR whose directory would be too long. Also resolves them all, so that no check has to. */
function checkWorkdirs(dockerfile: Dockerfile): void {
  walkStages(dockerfile, (instruction, state) => {
    if (instruction.keyword !== 'WORKDIR' || workdirOf(instruction, state, dockerfile.escape) !== undefined)
      return;
    const { startLine: line, endLine } = instruction;
    const message = `This working directory is longer than the ${maxPathBytes} bytes that Linux allows for a path. Shorten it.`;
    dockerfile.problems.push({ line, endLine, message });
  });
}

/** Cached by instruction, as in `resolved`. */
const workdirs = new WeakMap<Instruction, { path: string | undefined }>();

/** The directory that a WORKDIR leads to; undefined if its path is too long. */
function workdirOf(
  instruction: Instruction,
  { workdir, variables }: StageState,
  escape: string,
): string | undefined {
  const known = workdirs.get(instruction);
  if (known !== undefined) return known.path;
  const resolvedPath = resolvePath(
    workdir,
    substitute(instruction.args, variables, escape) ?? instruction.args,
  );
  const path = encoder.encode(resolvedPath).length > maxPathBytes ? undefined : resolvedPath;
  workdirs.set(instruction, { path });
  return path;
}

/** The last stage, which is built if no target is given. */
export function finalStage(dockerfile: Dockerfile): Stage | undefined {
  return dockerfile.stages.at(-1);
}

/** A stage and those it is built FROM, oldest first. Its filesystem and config consist of these. */
export function stageChain(dockerfile: Dockerfile, stage: Stage | undefined): Stage[] {
  const chain: Stage[] = [];
  // A parent always has the smaller index, so this ends.
  for (
    let current = stage;
    current !== undefined;
    current = current.parent === undefined ? undefined : dockerfile.stages[current.parent]
  )
    chain.push(current);
  return chain.reverse();
}

/** All instructions of the final stage and of those it is built FROM, in the order in which they take effect. */
export function finalInstructions(dockerfile: Dockerfile): Instruction[] {
  return stageChain(dockerfile, finalStage(dockerfile)).flatMap((stage) => stage.instructions);
}

/** The state at an instruction, set by earlier ones of its stage and of the stages it is built FROM. */
export interface StageState {
  user: string | undefined;
  /** Absolute; `/` if nothing set it, because the working directory of the base image is not known. */
  workdir: string;
  /** ENV values, and ARG defaults that no ENV overrides. */
  variables: Variables;
  /** The argv of SHELL; undefined for the default `/bin/sh -c`. */
  shell: string[] | undefined;
}

type Visit = (instruction: Instruction, state: StageState, stage: Stage) => void;

/**
 * Calls `visit` for each instruction of the chain in order, with the state before it. The state object is
 * reused.
 */
export function walkChain(dockerfile: Dockerfile, stage: Stage | undefined, visit: Visit): StageState {
  const state = freshState();
  for (const part of stageChain(dockerfile, stage)) walkStage(dockerfile, part, state, visit);
  return state;
}

/**
 * Calls `visit` for each instruction of every stage once, in file order, with the state before it. The state
 * object is reused.
 */
export function walkStages(dockerfile: Dockerfile, visit: Visit): void {
  const atEnd: (StageState | undefined)[] = [];
  for (const stage of dockerfile.stages) {
    const parent = stage.parent === undefined ? undefined : atEnd[stage.parent];
    // A file that consists only of FROM lines can have a million stages.
    if (stage.instructions.length === 0) {
      atEnd.push(parent);
      continue;
    }
    const state = parent === undefined ? freshState() : { ...parent, variables: parent.variables.forChild() };
    walkStage(dockerfile, stage, state, visit);
    atEnd.push(state);
  }
}

function freshState(): StageState {
  return { user: undefined, workdir: '/', variables: new Variables(), shell: undefined };
}

function walkStage(dockerfile: Dockerfile, stage: Stage, state: StageState, visit: Visit): void {
  const { escape } = dockerfile;
  for (const instruction of stage.instructions) {
    visit(instruction, state, stage);
    const { keyword } = instruction;
    if (factsOf(keyword).setsVariables) setDefaults(instruction, state.variables, dockerfile.globals, escape);
    else if (keyword === 'USER') state.user = substitute(instruction.args, state.variables, escape);
    else if (keyword === 'WORKDIR') state.workdir = workdirOf(instruction, state, escape) ?? state.workdir;
    else if (keyword === 'SHELL') state.shell = instruction.json;
  }
}

/**
 * `path` relative to `directory`, as an absolute path without `.`, `..`, double slashes and trailing slash.
 *
 * @param directory must be resolved already, because only `path` is split
 */
export function resolvePath(directory: string, path: string): string {
  let above = path.startsWith('/') || directory === '/' ? '' : directory;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) above = above.slice(0, Math.max(0, above.lastIndexOf('/')));
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.length > 0 ? `${above}/${parts.join('/')}` : above || '/';
}
