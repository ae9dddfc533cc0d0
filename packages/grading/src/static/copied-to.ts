import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { resolvePath } from '../dockerfile/stages.ts';
import { copyOf } from './copies.ts';
import { isInside } from './mounts.ts';

/** Absolute destination of a COPY or ADD; undefined for other instructions. */
export function copiedTo(
  instruction: Instruction,
  workdir: string,
  dockerfile: Dockerfile,
): string | undefined {
  const copy = copyOf(instruction, dockerfile);
  return copy === undefined ? undefined : resolvePath(workdir, copy.destination);
}

/** Whether one of the two paths lies in the other. */
export function overlap(a: string, b: string): boolean {
  return isInside(a, b) || isInside(b, a);
}
