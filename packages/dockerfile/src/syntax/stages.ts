import { checkCopySources } from './copy-sources.ts';
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
      message: 'The file has no FROM. Name a base image below the ARG lines.',
    });
  }
  if (outside === undefined) return;
  dockerfile.problems.push({
    line: outside.startLine,
    endLine: outside.endLine,
    aboveFrom: true,
    message: 'Only ARG and comments may stand before the first FROM. Move this below it.',
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
    // Names are kept in lower case but looked up as written: FROM Base finds no stage (addState in
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

/** Many checks ask for them. */
const assignments = new WeakMap<Instruction, readonly Assignment[]>();

/** `name`, `name=value` of an ARG; of an ENV also the old form `name value`. Values as written. */
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
 * What an ENV or ARG sets is the same whoever walks over it, since a stage's state comes from its own chain
 * alone.
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
 * An ENV sees what held before it, an ARG also the earlier ones of its line; an ARG without a value takes the
 * global one. An ARG's are set at once: a copy of all variables for each would not be linear.
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
    const put =
      value === undefined ? (isArg ? globals.get(name) : undefined) : substitute(value, variables, escape);
    if (isArg) variables.set(name, put);
    values.push([name, put]);
  }
  return values;
}

/**
 * Linux takes no longer path (PATH_MAX without its NUL): BuildKit fails to make such a directory, "file name
 * too long".
 */
const maxPathBytes = 4095;
const encoder = new TextEncoder();

/**
 * Reports each WORKDIR whose directory would be too long. Resolves them all, so that no check has to do it
 * again.
 */
function checkWorkdirs(dockerfile: Dockerfile): void {
  walkStages(dockerfile, (instruction, state) => {
    if (instruction.keyword !== 'WORKDIR' || workdirOf(instruction, state, dockerfile.escape) !== undefined)
      return;
    const { startLine: line, endLine } = instruction;
    const message = `This working directory is longer than the ${maxPathBytes} bytes that Linux allows for a path. Shorten it.`;
    dockerfile.problems.push({ line, endLine, message });
  });
}

/** By instruction, as for `resolved`. */
const workdirs = new WeakMap<Instruction, { path: string | undefined }>();

/** The directory that a WORKDIR leads to; undefined for one that is too long. */
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

/** The last stage: the one that is built where no target is named. */
export function finalStage(dockerfile: Dockerfile): Stage | undefined {
  return dockerfile.stages.at(-1);
}

/** A stage and those it is built FROM, oldest first: what its filesystem and config consist of. */
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

/** All instructions of the final stage's chain in the order they take effect. */
export function finalInstructions(dockerfile: Dockerfile): Instruction[] {
  return stageChain(dockerfile, finalStage(dockerfile)).flatMap((stage) => stage.instructions);
}

/** What holds at an instruction through earlier ones of its stage and of the stages it is built FROM. */
export interface StageState {
  user: string | undefined;
  /** Absolute; `/` where nothing set it (a base's own is not known). */
  workdir: string;
  /** ENV, and ARG defaults where no ENV hides them. */
  variables: Variables;
  /** The argv of SHELL; undefined for the default `/bin/sh -c`. */
  shell: string[] | undefined;
}

type Visit = (instruction: Instruction, state: StageState, stage: Stage) => void;

/**
 * Calls `visit` for each instruction of the chain in order, with the state that holds before it. The state
 * object is reused.
 */
export function walkChain(dockerfile: Dockerfile, stage: Stage | undefined, visit: Visit): StageState {
  const state = freshState();
  for (const part of stageChain(dockerfile, stage)) walkStage(dockerfile, part, state, visit);
  return state;
}

/**
 * Calls `visit` for each instruction of every stage once, in file order, with the state that holds before it.
 * The state object is reused.
 */
export function walkStages(dockerfile: Dockerfile, visit: Visit): void {
  const atEnd: (StageState | undefined)[] = [];
  for (const stage of dockerfile.stages) {
    const parent = stage.parent === undefined ? undefined : atEnd[stage.parent];
    // A file of nothing but FROM lines can have a million stages.
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
    if (keyword === 'ENV' || keyword === 'ARG')
      setDefaults(instruction, state.variables, dockerfile.globals, escape);
    else if (keyword === 'USER') state.user = substitute(instruction.args, state.variables, escape);
    else if (keyword === 'WORKDIR') state.workdir = workdirOf(instruction, state, escape) ?? state.workdir;
    else if (keyword === 'SHELL') state.shell = instruction.json;
  }
}

/**
 * `path` seen from `directory`, without `.`, `..` and double slashes. No slash at the end.
 *
 * @param directory resolved already: only `path` is taken apart
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
