import { factsOf } from '../syntax/instruction-facts.ts';
import { flagValues } from '../syntax/model.ts';
import type { Dockerfile, Instruction } from '../syntax/model.ts';
import { splitWords, unquote } from '../syntax/words.ts';

/** What a COPY or ADD takes from the build context. */
export interface Copy {
  instruction: Instruction;
  /** Without quotes. Heredocs and, for ADD, URLs are left out. */
  sources: string[];
  destination: string;
}

/**
 * Reads a COPY or ADD; undefined for other instructions and incomplete ones. With `--from`, the sources are
 * empty because they are not files of the context.
 */
export function copyOf(instruction: Instruction, dockerfile: Pick<Dockerfile, 'escape'>): Copy | undefined {
  const words = pathsOf(instruction, dockerfile);
  const destination = words.at(-1);
  if (destination === undefined) return undefined;
  const fromStage = flagValues(instruction, 'from').length > 0;
  const sources = fromStage
    ? []
    : words
        .slice(0, -1)
        .filter((word) => !word.startsWith('<<') && !/^(?:https?:\/\/|git@|git:\/\/)/u.test(word));
  return { instruction, sources, destination };
}

/**
 * The sources of a COPY or ADD, followed by its destination, without quotes. Empty for other instructions and
 * incomplete ones.
 */
export function pathsOf(instruction: Instruction, { escape }: Pick<Dockerfile, 'escape'>): string[] {
  if (!factsOf(instruction.keyword).copiesFiles) return [];
  const words =
    instruction.json ?? splitWords(instruction.args, escape).map((word) => unquote(word.text, escape));
  return words.length < 2 ? [] : words;
}

/** Whether a source means the whole context. */
export function isWholeContext(source: string): boolean {
  return /^(?:\.?\/)*(?:\.|\*|\.\/)?$/u.test(source) && source !== '';
}
