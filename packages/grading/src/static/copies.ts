import { splitWords, unquote } from '../dockerfile/words.ts';
import { flagValues } from '../dockerfile/model.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';

/** What a COPY or ADD takes from the build context. */
export interface Copy {
  instruction: Instruction;
  /** Without quotes; heredocs and, for ADD, addresses left out. */
  sources: string[];
  destination: string;
}

/** Reads a COPY or ADD; undefined for other instructions and incomplete ones. With `--from` the sources are empty: they are no files of the context. */
export function copyOf(instruction: Instruction, { escape }: Pick<Dockerfile, 'escape'>): Copy | undefined {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return undefined;
  const words = instruction.json ?? splitWords(instruction.args, escape).map((word) => unquote(word.text, escape));
  const destination = words.at(-1);
  if (words.length < 2 || destination === undefined) return undefined;
  const fromStage = flagValues(instruction, 'from').length > 0;
  const sources = fromStage ? [] : words.slice(0, -1).filter((word) => !word.startsWith('<<') && !/^(?:https?:\/\/|git@|git:\/\/)/u.test(word));
  return { instruction, sources, destination };
}

/** Whether a source means the whole context. */
export function isWholeContext(source: string): boolean {
  return /^(?:\.?\/)*(?:\.|\*|\.\/)?$/u.test(source) && source !== '';
}
