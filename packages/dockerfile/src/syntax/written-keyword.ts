import type { Instruction } from './model.ts';

/** The keyword in the letters of the file. */
export function writtenKeyword({ raw }: Instruction): string {
  return /^\s*(\w*)/u.exec(raw)![1]!;
}

/** Another keyword in small letters where this instruction's is, so that a fix does not mix the two. */
export function inCaseOf(instruction: Instruction, keyword: string): string {
  const written = writtenKeyword(instruction);
  return written !== '' && written === written.toLowerCase() ? keyword.toLowerCase() : keyword;
}
