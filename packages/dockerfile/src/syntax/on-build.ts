import { readFlags } from './flags.ts';
import type { Instruction } from './model.ts';
import { jsonStrings } from './parse.ts';
import { splitWords } from './words.ts';

const known = new WeakMap<Instruction, Instruction>();

/**
 * The instruction that an ONBUILD holds for the images built on this one, with its places in this file; any
 * other instruction as it is.
 */
export function triggerOf(instruction: Instruction, escape: string): Instruction {
  if (instruction.keyword !== 'ONBUILD') return instruction;
  const before = known.get(instruction);
  if (before !== undefined) return before;
  const word = /^\S*/u.exec(instruction.args)![0];
  const { flags, end } = readFlags(instruction.args, word.length, escape);
  const args = instruction.args.slice(end);
  const trigger = {
    ...instruction,
    keyword: word.toUpperCase(),
    flags,
    args,
    words: splitWords(args, escape).map(({ text }) => text),
    json: jsonStrings(args),
    argsOffset: instruction.argsOffset + end,
  };
  known.set(instruction, trigger);
  return trigger;
}
