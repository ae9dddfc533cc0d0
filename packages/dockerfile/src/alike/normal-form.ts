import { shellCommands } from '../shell/shell-commands.ts';
import type { Dockerfile, Flag, Instruction } from '../syntax/model.ts';
import { parseDockerfile } from '../syntax/parse.ts';
import { assignmentsOf } from '../syntax/stages.ts';
import { unquote } from '../syntax/words.ts';

/** Longer texts are compared as they are: no learner writes them, and a page compares those of a whole class. */
const MAX_CHARACTERS = 64_000;

/**
 * What two Dockerfiles have in common if one is the other with different comments, white space, line breaks,
 * quotes, order of flags or variables of one instruction, or names of stages and of users that it creates.
 *
 * @returns a line per instruction; only for comparing, not a Dockerfile
 */
export function normalForm(text: string): string {
  if (text.length > MAX_CHARACTERS) return text;
  const dockerfile = parseDockerfile(text);
  const stages = stageNumbers(dockerfile);
  const users = createdUsers(dockerfile);
  return dockerfile.instructions
    .map((instruction) => [
      instruction.keyword,
      ...flagsOf(instruction, stages).map((flag) => withoutUserNames(flag, users)),
      argumentsOf(instruction, dockerfile, stages, users),
      ...instruction.heredocs.map(({ body }) => normalLines(body)),
    ])
    .map((parts) => parts.join(' '))
    .join('\n');
}

/**
 * Lines of a text that is not a Dockerfile, without empty ones, comments after `#`, and white space at their
 * ends.
 */
export function normalLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^\s*#/.test(line))
    .join('\n');
}

/** `stage 0` and so on, by the name of the stage. */
function stageNumbers({ stages }: Dockerfile): ReadonlyMap<string, string> {
  return new Map(
    stages.flatMap(({ index, name }) => (name === undefined ? [] : [[name, `stage ${index}`] as const])),
  );
}

function flagsOf({ flags }: Instruction, stages: ReadonlyMap<string, string>): string[] {
  return flags.map((flag) => `--${flag.name}=${flagValue(flag, stages)}`).toSorted();
}

function flagValue({ name, value = '' }: Flag, stages: ReadonlyMap<string, string>): string {
  if (name === 'from') return stages.get(value.toLowerCase()) ?? value;
  if (name !== 'mount') return value;
  return value
    .split(',')
    .map((part) => (part.startsWith('from=') ? (stages.get(part.slice(5).toLowerCase()) ?? part) : part))
    .toSorted()
    .join(',');
}

function argumentsOf(
  instruction: Instruction,
  { escape }: Dockerfile,
  stages: ReadonlyMap<string, string>,
  users: readonly string[],
): string {
  const { keyword, words, json, args } = instruction;
  if (keyword === 'FROM') return stages.get(words[0] ?? '') ?? words[0] ?? '';
  if (keyword === 'ENV' || keyword === 'ARG' || keyword === 'LABEL')
    return assignmentsOf(instruction, escape)
      .map(({ name, value }) => (value === undefined ? name : `${name}=${unquote(value, escape)}`))
      .toSorted()
      .join(' ');
  if (json !== undefined) return JSON.stringify(json);
  const text = words.length === 0 ? args.trim() : words.join(' ');
  return keyword === 'RUN' || keyword === 'USER' ? withoutUserNames(text, users) : text;
}

/** Names of further users are compared as they are: each costs a search in every instruction. */
const MAX_USERS = 8;
const userCommands = new Set(['useradd', 'adduser', 'groupadd', 'addgroup']);

/** The names of users and groups that the file creates, in order. */
function createdUsers({ instructions }: Dockerfile): string[] {
  const names = instructions
    .flatMap((instruction) => shellCommands(instruction, undefined))
    .filter(({ words }) => userCommands.has(words[0] ?? ''))
    .map(({ words }) => words.at(-1)!)
    .filter((name) => /^[a-z_][\w-]*$/.test(name));
  return [...new Set(names)].slice(0, MAX_USERS);
}

/** Replaces names of users where they stand for the user: as a word, in `user:group`, and as a home directory. */
function withoutUserNames(text: string, users: readonly string[]): string {
  return users.reduce(
    (replaced, name, index) =>
      replaced.replaceAll(
        new RegExp(String.raw`(?<=^|[\s:=]|/home/)${name}(?=$|[\s:;&|/])`, 'g'),
        `user ${index}`,
      ),
    text,
  );
}
