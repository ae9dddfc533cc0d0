import { readFlags } from './flags.ts';
import { jsonForm } from './json-form.ts';
import type { Instruction } from './model.ts';
import { splitWords } from './words.ts';

const cache = new WeakMap<Instruction, Instruction>();

/**
 * The instruction that an ONBUILD contains, with its positions in this file. Any other instruction is
 * returned unchanged.
 */
export function triggerOf(instruction: Instruction, escape: string): Instruction {
  if (instruction.keyword !== 'ONBUILD') return instruction;
  const cached = cache.get(instruction);
  if (cached !== undefined) return cached;
  const word = /^\S*/u.exec(instruction.args)![0];
  const { flags, end } = readFlags(instruction.args, word.length, escape);
  const args = instruction.args.slice(end);
  const keyword = word.toUpperCase();
  const trigger = {
    ...instruction,
    keyword,
    flags,
    args,
    words: splitWords(args, escape).map(({ text }) => text),
    json: jsonForm(keyword, args),
    argsOffset: instruction.argsOffset + end,
  };
  cache.set(instruction, trigger);
  return trigger;
}
