import { truncate } from '@dfm/contracts/truncate';
import { flagRefusal } from './flag-refusal.ts';
import { heredocStarts } from './heredoc.ts';
import { factsOf, isKeyword, type Keyword } from './instruction-facts.ts';
import { isMixedJson } from './json-form.ts';
import type { Instruction } from './model.ts';
import { assignmentsOf } from './stages.ts';

const blanks = /[\t\v\f\r ]+/u;
const stageName = /^[a-z][a-z0-9-_.]*$/u;

/**
 * Why BuildKit would reject an instruction as written, regardless of files and variables (moby/buildkit
 * frontend/dockerfile/instructions/parse.go). Undefined if it would accept it.
 */
export function refusalOf(instruction: Instruction, escape: string): string | undefined {
  const { keyword } = instruction;
  if (!isKeyword(keyword))
    return `"${truncate(keyword)}" is not a Dockerfile instruction. Check the spelling, and whether the line above should end with a continuation character.`;
  return mixedJson(instruction) ?? rules[keyword](instruction, escape) ?? flagRefusal(instruction);
}

type Rule = (instruction: Instruction, escape: string) => string | undefined;

const rules: Readonly<Record<Keyword, Rule>> = {
  ADD: copyRefusal,
  ARG: (it, escape) => oneOrMore(it) ?? blankName(it, escape),
  CMD: () => undefined,
  COPY: copyRefusal,
  ENTRYPOINT: () => undefined,
  ENV: pairsRefusal,
  EXPOSE: oneOrMore,
  FROM: fromRefusal,
  HEALTHCHECK: (it) => oneOrMore(it) ?? healthcheckRefusal(it),
  LABEL: pairsRefusal,
  MAINTAINER: oneOrMore,
  ONBUILD: (it) => oneOrMore(it) ?? triggerRefusal(it),
  RUN: () => undefined,
  SHELL: (it) =>
    oneOrMore(it) ??
    (it.json === undefined
      ? 'SHELL accepts only the JSON form. Write SHELL ["/bin/bash", "-c"].'
      : undefined),
  STOPSIGNAL: oneOrMore,
  USER: oneOrMore,
  VOLUME: (it) =>
    oneOrMore(it) ?? (it.json?.some((path) => path.trim() === '') ? 'VOLUME has an empty path.' : undefined),
  WORKDIR: oneOrMore,
};

function oneOrMore({ keyword, args, json }: Instruction): string | undefined {
  return args === '' || json?.length === 0 ? `${keyword} needs an argument.` : undefined;
}

function mixedJson({ keyword, args }: Instruction): string | undefined {
  return isMixedJson(keyword, args)
    ? `The JSON form of ${keyword} accepts strings only. Put each item in double quotes.`
    : undefined;
}

function copyRefusal({ keyword, args, json }: Instruction): string | undefined {
  const words = json ?? args.split(blanks);
  if (words.length < 2) return `${keyword} needs a source and a destination.`;
  if (json === undefined && heredocStarts(words.at(-1)!).length > 0)
    return `A heredoc cannot be the destination of ${keyword}. Add a path after it.`;
  return undefined;
}

function pairsRefusal(instruction: Instruction, escape: string): string | undefined {
  const { keyword, args, words } = instruction;
  if (args === '') return `${keyword} needs an argument.`;
  const [first] = words;
  if (first === undefined) return `This ${keyword} has a quote that is not closed.`;
  if (!first.includes('='))
    return blanks.test(args)
      ? undefined
      : `${keyword} needs a name and a value. Write ${keyword} name=value.`;
  const bare = words.find((word) => !word.includes('='));
  if (bare !== undefined)
    return `${keyword} name=value has a word without "=": ${truncate(bare)}. Put values that contain spaces in quotes.`;
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
    return 'FROM takes one image, optionally followed by AS and a stage name.';
  return stageName.test(name!.toLowerCase())
    ? undefined
    : `A stage cannot be named ${truncate(name!)}: a name begins with a letter and consists of letters, digits, "-", "_" and ".".`;
}

function triggerRefusal({ args }: Instruction): string | undefined {
  const trigger = args.split(blanks)[0]!.toUpperCase();
  return factsOf(trigger).notInOnbuild ? `${trigger} cannot be used behind ONBUILD.` : undefined;
}

function healthcheckRefusal({ args, json }: Instruction): string | undefined {
  const [type, ...rest] = args.split(blanks);
  if (type!.toUpperCase() === 'NONE')
    return rest.length > 0 ? 'HEALTHCHECK NONE takes no arguments.' : undefined;
  if (type!.toUpperCase() !== 'CMD')
    return `HEALTHCHECK takes CMD and a command, or NONE, not ${truncate(type!)}.`;
  return rest.length === 0 || json?.length === 0 ? 'HEALTHCHECK CMD needs a command.' : undefined;
}
