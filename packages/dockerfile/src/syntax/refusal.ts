import { truncate } from '@dfm/contracts/truncate';
import { flagRefusal } from './flag-refusal.ts';
import { heredocStarts } from './heredoc.ts';
import type { Instruction } from './model.ts';
import { assignmentsOf } from './stages.ts';

const blanks = /[\t\v\f\r ]+/u;
const stageName = /^[a-z][a-z0-9-_.]*$/u;

/**
 * Why BuildKit would not accept an instruction as it stands, whatever the files and variables (moby/buildkit
 * frontend/dockerfile/instructions/parse.go). Undefined where it would.
 */
export function refusalOf(instruction: Instruction, escape: string): string | undefined {
  const rule = rules.get(instruction.keyword);
  if (rule === undefined)
    return `"${truncate(instruction.keyword)}" is not a Dockerfile instruction. Check its spelling, or the end of the line above.`;
  return mixedJson(instruction) ?? rule(instruction, escape) ?? flagRefusal(instruction);
}

type Rule = (instruction: Instruction, escape: string) => string | undefined;

const rules = new Map<string, Rule>([
  ['ADD', copyRefusal],
  ['ARG', (it, escape) => oneOrMore(it) ?? blankName(it, escape)],
  ['CMD', () => undefined],
  ['COPY', copyRefusal],
  ['ENTRYPOINT', () => undefined],
  ['ENV', pairsRefusal],
  ['EXPOSE', oneOrMore],
  ['FROM', fromRefusal],
  ['HEALTHCHECK', (it) => oneOrMore(it) ?? healthcheckRefusal(it)],
  ['LABEL', pairsRefusal],
  ['MAINTAINER', oneOrMore],
  ['ONBUILD', (it) => oneOrMore(it) ?? triggerRefusal(it)],
  ['RUN', () => undefined],
  [
    'SHELL',
    (it) =>
      oneOrMore(it) ??
      (it.json === undefined
        ? 'SHELL takes the JSON form only. Write SHELL ["/bin/bash", "-c"].'
        : undefined),
  ],
  ['STOPSIGNAL', oneOrMore],
  ['USER', oneOrMore],
  [
    'VOLUME',
    (it) =>
      oneOrMore(it) ??
      (it.json?.some((path) => path.trim() === '') ? 'A path of VOLUME is empty.' : undefined),
  ],
  ['WORKDIR', oneOrMore],
]);

function oneOrMore({ keyword, args, json }: Instruction): string | undefined {
  return args === '' || json?.length === 0 ? `${keyword} needs an argument.` : undefined;
}

const jsonKeywords = new Set(['ADD', 'CMD', 'COPY', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME']);

/** A JSON array of other things than strings is refused; what is no JSON is read as shell form. */
function mixedJson({ keyword, args, json }: Instruction): string | undefined {
  if (json !== undefined || !jsonKeywords.has(keyword) || !args.startsWith('[')) return undefined;
  try {
    return Array.isArray(JSON.parse(args))
      ? `The JSON form of ${keyword} holds strings only. Put each item in double quotes.`
      : undefined;
  } catch {
    return undefined;
  }
}

function copyRefusal({ keyword, args, json }: Instruction): string | undefined {
  const words = json ?? args.split(blanks);
  if (words.length < 2) return `${keyword} needs a source and a destination.`;
  if (json === undefined && heredocStarts(words.at(-1)!).length > 0)
    return `${keyword} cannot take a heredoc as its destination. Put a path behind it.`;
  return undefined;
}

function pairsRefusal(instruction: Instruction, escape: string): string | undefined {
  const { keyword, args, words } = instruction;
  if (args === '') return `${keyword} needs an argument.`;
  const [first] = words;
  if (first === undefined) return `A quote of this ${keyword} is not closed.`;
  if (!first.includes('='))
    return blanks.test(args)
      ? undefined
      : `${keyword} needs a name and a value. Write ${keyword} name=value.`;
  const bare = words.find((word) => !word.includes('='));
  if (bare !== undefined)
    return `${keyword} name=value has a word without "=": ${truncate(bare)}. Put a value with spaces in quotes.`;
  return blankName(instruction, escape);
}

function blankName(instruction: Instruction, escape: string): string | undefined {
  return assignmentsOf(instruction, escape).some(({ name }) => name === '')
    ? `${instruction.keyword} needs a name before "=".`
    : undefined;
}

function fromRefusal({ args }: Instruction): string | undefined {
  const words = args.split(blanks);
  const [, as, name] = words;
  if (words.length === 1 && args !== '') return undefined;
  if (words.length !== 3 || as?.toUpperCase() !== 'AS')
    return 'FROM takes one image, and AS with a name where the stage has one.';
  return stageName.test(name!.toLowerCase())
    ? undefined
    : `A stage cannot be named ${truncate(name!)}: a name begins with a letter and holds letters, digits, "-", "_" and ".".`;
}

function triggerRefusal({ args }: Instruction): string | undefined {
  const trigger = args.split(blanks)[0]!.toUpperCase();
  return ['ONBUILD', 'FROM', 'MAINTAINER'].includes(trigger)
    ? `${trigger} cannot stand behind ONBUILD.`
    : undefined;
}

function healthcheckRefusal({ args, json }: Instruction): string | undefined {
  const [type, ...rest] = args.split(blanks);
  if (type!.toUpperCase() === 'NONE')
    return rest.length > 0 ? 'HEALTHCHECK NONE takes no arguments.' : undefined;
  if (type!.toUpperCase() !== 'CMD')
    return `HEALTHCHECK takes CMD and a command, or NONE, not ${truncate(type!)}.`;
  return rest.length === 0 || json?.length === 0 ? 'HEALTHCHECK CMD needs a command.' : undefined;
}
