import { isKeyword } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { finalInstructions } from '@dfm/dockerfile/syntax/stages';
import type { ImageConfig } from '../evidence/evidence.ts';

/**
 * Finds the Dockerfile line that created each layer of an image. BuildKit and the classic builder write one
 * history entry per instruction except FROM, so the entries are matched from the end with the instructions of
 * the final stage and of the stages it is built FROM. At the first entry with a different instruction, the
 * rest is left unattributed rather than guessed.
 *
 * @returns one element per layer, from the base up: a 1-based line, or undefined for layers of the base and
 *   those that cannot be attributed
 */
export function attributeLayers(
  dockerfile: Dockerfile,
  config: ImageConfig,
  baseLayers: number,
): (number | undefined)[] {
  const lines: (number | undefined)[] = config.diffIds.map(() => undefined);
  const instructions = finalInstructions(dockerfile);
  let layer = config.diffIds.length - 1;
  for (
    let entry = config.history.at(-1), back = 1;
    entry !== undefined;
    back += 1, entry = config.history.at(-back)
  ) {
    const instruction = instructions.at(-back);
    if (instruction === undefined || instruction.keyword !== historyKeyword(entry.createdBy)) break;
    if (entry.emptyLayer) continue;
    if (layer < baseLayers) break;
    lines[layer] = instruction.startLine;
    layer -= 1;
  }
  return lines;
}

/**
 * The instruction of a history entry: `RUN /bin/sh -c … # buildkit` or, from the classic builder, `/bin/sh -c
 * #(nop) CMD …` and a bare command.
 */
export function historyKeyword(createdBy: string): string {
  const classic = /^\/bin\/sh -c #\(nop\)\s+(\w+)/.exec(createdBy)?.[1];
  const first = classic ?? /^\w+/.exec(createdBy)?.[0] ?? '';
  return isKeyword(first) && first !== 'FROM' ? first : 'RUN';
}
