import type { Instruction } from './model.ts';

/** The keyword in upper or lower case, as in the file. */
export function writtenKeyword({ raw }: Instruction): string {
  return /^\s*(\w*)/u.exec(raw)![1]!;
}

/**
 * A different keyword, in lower case if this instruction's keyword is, so that a fix does not mix upper and
 * lower case.
 */
export function withCaseOf(instruction: Instruction, keyword: string): string {
  const written = writtenKeyword(instruction);
  return written !== '' && written === written.toLowerCase() ? keyword.toLowerCase() : keyword;
}
