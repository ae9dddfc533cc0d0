import { readFlags } from '../dockerfile/flags.ts';
import type { Instruction } from '../dockerfile/model.ts';
import { jsonStrings } from '../dockerfile/parse.ts';
import { splitWords } from '../dockerfile/words.ts';

const triggers = new WeakMap<Instruction, Instruction | undefined>();

/** The RUN itself, or the one that an ONBUILD leaves to the images built from this one; undefined for any other instruction. */
export function runOf(instruction: Instruction, escape: string): Instruction | undefined {
  if (instruction.keyword === 'RUN') return instruction;
  if (instruction.keyword !== 'ONBUILD') return undefined;
  // The same object each time, because what is read of a RUN is kept by it.
  if (!triggers.has(instruction)) triggers.set(instruction, triggerOf(instruction, escape));
  return triggers.get(instruction);
}

function triggerOf(onbuild: Instruction, escape: string): Instruction | undefined {
  const { args } = onbuild;
  if (!/^run[\t\v\f\r ]/iu.test(args)) return undefined;
  const { flags, end } = readFlags(args, 'RUN'.length, escape);
  const own = args.slice(end);
  return { ...onbuild, keyword: 'RUN', flags, args: own, words: splitWords(own, escape).map((word) => word.text), json: jsonStrings(own), argsOffset: onbuild.argsOffset + end };
}
