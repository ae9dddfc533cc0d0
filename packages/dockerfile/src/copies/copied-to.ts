import type { Dockerfile, Instruction } from '../syntax/model.ts';
import { isInside } from '../syntax/mounts.ts';
import { resolvePath } from '../syntax/stages.ts';
import { copyOf } from './copies.ts';

/** Absolute destination of a COPY or ADD; undefined for other instructions. */
export function copiedTo(
  instruction: Instruction,
  workdir: string,
  dockerfile: Dockerfile,
): string | undefined {
  const copy = copyOf(instruction, dockerfile);
  return copy === undefined ? undefined : resolvePath(workdir, copy.destination);
}

/** Whether one of the two paths is inside the other, or equal to it. */
export function overlap(a: string, b: string): boolean {
  return isInside(a, b) || isInside(b, a);
}
