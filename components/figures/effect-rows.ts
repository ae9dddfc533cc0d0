import type { ImageResult } from '@dfm/contracts';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { instructionKind, type InstructionKind } from './instruction-kind.ts';

/** An instruction of a Dockerfile, and its effect on the image that was built from it. */
export interface EffectRow {
  key: string;
  line: number;
  kind: InstructionKind;
  text: string;
  /** What its layers added; undefined if it created none. */
  layer: { bytes: number; files: number } | undefined;
  /**
   * The field of the image's config that it set, as `docker image inspect` names it; undefined if it set
   * none.
   */
  config: string | undefined;
}

/** The instructions of a single-stage Dockerfile in order, with the layers that were measured for their lines. */
export function effectRows(dockerfile: string, { layers }: Pick<ImageResult, 'layers'>): EffectRow[] {
  return parseDockerfile(dockerfile).instructions.map((instruction) => {
    const { keyword, startLine, args } = instruction;
    const own = layers.filter((layer) => (keyword === 'FROM' ? layer.fromBase : layer.line === startLine));
    return {
      key: String(startLine),
      line: startLine,
      kind: instructionKind(keyword),
      text: `${keyword} ${args}`,
      layer:
        own.length === 0
          ? undefined
          : { bytes: sum(own.map(({ bytes }) => bytes)), files: sum(own.map(({ files }) => files)) },
      config: configOf(instruction),
    };
  });
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function configOf({ keyword, args }: Instruction): string | undefined {
  if (keyword === 'FROM') return 'the base’s entire config';
  const field = factsOf(keyword).configField;
  return field === undefined ? undefined : `${field}: ${args}`;
}
