import { formatDistinct } from '@dfm/contracts/quantity';
import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { megabytes } from '../../check/options.ts';
import { noImage, skipped } from '../../check/skipped.ts';
import { creditUpTo } from '../../measures/partial-credit.ts';

const optionsSchema = z.strictObject({
  maxMb: z.optional(megabytes.check(z.describe('Maximum size of the entire image, in MB.'))),
  maxOwnMb: z.optional(
    megabytes.check(z.describe('Maximum size of the part that the image adds to its base, in MB.')),
  ),
});
type Options = z.infer<typeof optionsSchema>;

/** What a budget limits, as named in the evidence and as the subject of the message. */
const limited = {
  'entire-image': { label: 'Entire image', subject: 'The image has' },
  'added-to-base': { label: 'Added to the base', subject: 'The image adds to its base' },
};

export const sizeBudget: Check<Options> = {
  meta: {
    id: 'size-budget',
    title: 'Image within the size budget',
    axis: 'size',
    topic: 'size',
    severity: 'error',
    defaultPoints: 10,
    needs: ['image'],
    also: [],
    detects:
      'An image that is larger than the exercise allows. The size is what a registry transfers, before compression: every layer with its file names, links and attributes, and the configuration. The budget applies to the entire image, or only to the part added to the base.',
    why: 'The size costs time at every pull, on every node and at every scale-up, and the service usually does not need most of it.',
    fix: 'Start from a slim base, leave compilers and caches in a build stage, and install only packages that the service imports.',
    bad: 'FROM python:3.11-bookworm\nRUN pip install -r requirements.txt',
    good: 'FROM python:3.11-slim-bookworm\nRUN pip install --no-cache-dir -r requirements.txt',
  },
  options: optionsSchema,
  measure,
};

function measure({
  evidence: { image },
  replay,
  layerLines,
  options: { maxMb, maxOwnMb },
}: MeasuredInput<Options>): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const { total, base } = image.transfer ?? { total: replay.totalBytes, base: replay.baseBytes };
  const budgets = [
    ...(maxMb === undefined ? [] : [{ part: 'entire-image' as const, bytes: total, wanted: maxMb * 1e6 }]),
    ...(maxOwnMb === undefined
      ? []
      : [{ part: 'added-to-base' as const, bytes: total - base, wanted: maxOwnMb * 1e6 }]),
  ];
  const [first] = budgets;
  if (first === undefined) return skipped('Not measured: the exercise sets no size budget.');
  const worst = budgets.reduce((a, b) => (b.bytes / b.wanted > a.bytes / a.wanted ? b : a), first);
  const evidence = budgets.map(({ part, bytes, wanted }) => ({
    label: limited[part].label,
    value: bytes,
    unit: 'bytes' as const,
    wanted,
  }));
  const { subject } = limited[worst.part];
  const [size, budget] = formatDistinct('bytes', worst.bytes, worst.wanted);
  if (worst.bytes <= worst.wanted)
    return {
      status: 'pass',
      message: `${subject} ${size}, within the budget of ${budget}.`,
      evidence,
    };

  const own = replay.layers.flatMap((layer, index) =>
    layer.fromBase ? [] : [{ index, bytes: layer.bytes }],
  );
  const largest = own.sort((a, b) => b.bytes - a.bytes)[0];
  // If the base alone exceeds the budget, the line to change is the final FROM, which no layer of the learner
  // refers to.
  const baseIsTooBig = worst.part === 'entire-image' && base > worst.wanted;
  return {
    status: 'fail',
    share: creditUpTo(worst.wanted, worst.bytes),
    line: largest === undefined || baseIsTooBig ? undefined : layerLines[largest.index],
    message: `${subject} ${size}, but the budget is ${budget}.`,
    next: baseIsTooBig
      ? `The base image alone has ${formatDistinct('bytes', base, worst.wanted)[0]}. Choose a smaller one.`
      : 'Start with the largest layer, and keep only what the service needs at run time.',
    evidence,
  };
}
