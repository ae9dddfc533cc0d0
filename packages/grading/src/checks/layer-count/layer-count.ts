import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pathsOf } from '@dfm/dockerfile/copies/copies';
import { shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { finalStage, walkChain } from '@dfm/dockerfile/syntax/stages';
import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { noImage } from '../../check/skipped.ts';

const joined = 'kics:multiple-run-add-copy-instructions-listed';
const also = { run: ['DL3059', joined], copy: [joined] };

/** Half of the limit of an engine (overlay2), which leaves room for images built on this one. */
const defaultMaxLayers = 64;

const optionsSchema = z.strictObject({
  maxLayers: z._default(
    z.int().check(z.gte(0), z.describe('Maximum number of layers that the image adds to its base.')),
    defaultMaxLayers,
  ),
});
type Options = z.infer<typeof optionsSchema>;

export const layerCount: Check<Options> = {
  meta: {
    id: 'layer-count',
    title: 'Steps that could be a single layer',
    axis: 'size',
    topic: 'size',
    severity: 'info',
    defaultPoints: 2,
    needs: ['static', 'image'],
    also: allRules(also),
    detects:
      'Consecutive RUN lines with one command each, three or more consecutive COPY lines with the same destination, and an image with more layers than the limit.',
    why: 'Each RUN and each COPY creates a layer, and an image can have at most 125. Files that a later RUN deletes stay in the layer of the earlier one.',
    fix: 'Join commands that belong together with && or a heredoc. Keep steps that change at different times separate, because the cache depends on it.',
    bad: 'RUN groupadd app\nRUN useradd -g app app\nRUN mkdir /data',
    good: 'RUN groupadd app \\\n    && useradd -g app app \\\n    && mkdir /data',
  },
  findings,
  options: optionsSchema,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  let previous:
    | { instruction: Instruction; flags: string; into: string | undefined; copies: number }
    | undefined;
  walkChain(dockerfile, finalStage(dockerfile), (instruction, { shell }) => {
    const flags = instruction.flags
      .map(({ name, value }) => `${name}=${value ?? ''}`)
      .sort()
      .join('\n');
    const isShort =
      instruction.keyword === 'RUN' &&
      instruction.heredocs.length === 0 &&
      shellCommands(instruction, shell).filter(({ innerShell }) => innerShell === undefined).length <= 1;
    if (
      isShort &&
      previous?.instruction.keyword === 'RUN' &&
      previous.flags === flags &&
      previous.instruction.stage === instruction.stage
    ) {
      found.push({
        ...rangeOf(instruction),
        also: also.run,
        message: `This could be part of the RUN on line ${previous.instruction.startLine}, with one layer for both. Join them with && if they change together.`,
      });
    }
    const into = copyTarget(instruction, dockerfile);
    const continues =
      into !== undefined &&
      previous?.into === into &&
      previous.flags === flags &&
      previous.instruction.keyword === instruction.keyword &&
      previous.instruction.stage === instruction.stage;
    const copies = continues ? previous!.copies + 1 : 1;
    if (copies > usualCopies) {
      found.push({
        ...rangeOf(instruction),
        also: also.copy,
        message: `This copies to the same destination as the ${instruction.keyword} on line ${previous!.instruction.startLine}, and nothing between them uses it. One ${instruction.keyword} can have several sources. Join those that change together.`,
      });
    }
    previous = isShort || into !== undefined ? { instruction, flags, into, copies } : undefined;
  });
  return found;
}

/**
 * Number of copies that is common, because a large file that rarely changes is copied separately from code
 * that often does.
 */
const usualCopies = 2;

/** The destination of a COPY or ADD, as written; undefined if it writes a file from a heredoc. */
function copyTarget(instruction: Instruction, dockerfile: Dockerfile): string | undefined {
  return instruction.heredocs.length > 0 ? undefined : pathsOf(instruction, dockerfile).at(-1);
}

function measure({ replay, options: { maxLayers } }: MeasuredInput<Options>): Measured {
  if (replay === undefined) return noImage;
  const own = replay.layers.length - replay.baseLayers;
  const evidence = [{ label: 'Own layers', value: own, unit: 'count' as const, wanted: maxLayers }];
  if (own <= maxLayers)
    return {
      status: 'pass',
      message: `The image adds ${own} ${own === 1 ? 'layer' : 'layers'} to its base.`,
      evidence,
    };
  return {
    status: 'fail',
    message: `The image adds ${own} layers to its base, but the limit is ${maxLayers}.`,
    evidence,
  };
}
