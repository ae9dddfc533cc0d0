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

/** Half of what an engine can stack (overlay2): room for whoever builds on the image. */
const defaultMost = 64;

const optionsSchema = z.strictObject({ maxLayers: z._default(z.int().check(z.gte(0)), defaultMost) });
type Options = z.infer<typeof optionsSchema>;

export const layerCount: Check<Options> = {
  meta: {
    id: 'layer-count',
    title: 'Steps that could be one layer',
    axis: 'size',
    topic: 'size',
    severity: 'info',
    defaultPoints: 2,
    needs: ['static', 'image'],
    also: allRules(also),
    detects:
      'RUN lines of one command each that follow one another, three and more COPY lines to the same place that do, and an image with more layers than it needs.',
    why: 'Each RUN and each COPY makes a layer, and an image may have at most 125 of them. What a later RUN deletes stays in the layer of the earlier one.',
    fix: 'Join commands that belong together with && or a heredoc. Leave apart what changes at different times: that is what the cache lives on.',
    bad: 'RUN groupadd app\nRUN useradd -g app app\nRUN mkdir /data',
    good: 'RUN groupadd app \\\n    && useradd -g app app \\\n    && mkdir /data',
  },
  findings,
  options: optionsSchema,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  let before:
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
      before?.instruction.keyword === 'RUN' &&
      before.flags === flags &&
      before.instruction.stage === instruction.stage
    ) {
      found.push({
        ...rangeOf(instruction),
        also: also.run,
        message: `This could be part of the RUN on line ${before.instruction.startLine}: one layer for both. Join them with && where they change together.`,
      });
    }
    const into = copyTarget(instruction, dockerfile);
    const goesOn =
      into !== undefined &&
      before?.into === into &&
      before.flags === flags &&
      before.instruction.keyword === instruction.keyword &&
      before.instruction.stage === instruction.stage;
    const copies = goesOn ? before!.copies + 1 : 1;
    if (copies > usualCopies) {
      found.push({
        ...rangeOf(instruction),
        also: also.copy,
        message: `This copies to the same place as the ${instruction.keyword} on line ${before!.instruction.startLine}, with nothing between them that uses it. One ${instruction.keyword} can name several sources: join those that change together.`,
      });
    }
    before = isShort || into !== undefined ? { instruction, flags, into, copies } : undefined;
  });
  return found;
}

/** A large file that seldom changes and the code that often does are apart for the cache's sake. */
const usualCopies = 2;

/** Where a COPY or ADD puts its files, as written; undefined where it writes a file of its own from a heredoc. */
function copyTarget(instruction: Instruction, dockerfile: Dockerfile): string | undefined {
  return instruction.heredocs.length > 0 ? undefined : pathsOf(instruction, dockerfile).at(-1);
}

function measure({ replay, options: { maxLayers: most } }: MeasuredInput<Options>): Measured {
  if (replay === undefined) return noImage;
  const own = replay.layers.length - replay.baseLayers;
  const evidence = [{ label: 'Layers of its own', value: own, unit: 'count' as const, wanted: most }];
  if (own <= most)
    return {
      status: 'pass',
      message: `The image adds ${own} ${own === 1 ? 'layer' : 'layers'} to its base.`,
      evidence,
    };
  return {
    status: 'fail',
    message: `The image adds ${own} layers to its base; ${most} are allowed.`,
    evidence,
  };
}
