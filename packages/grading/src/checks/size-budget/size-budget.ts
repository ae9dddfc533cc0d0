import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { megabytesOption } from '../../check/options.ts';
import { noImage, skipped } from '../../check/skipped.ts';
import { creditUpTo } from '../../measures/partial-credit.ts';
import { megabytes } from '../../verdict/wording.ts';

const optionsSchema = z.strictObject({
  maxMb: z.optional(megabytesOption),
  /** What the image adds to its base. */
  maxOwnMb: z.optional(megabytesOption),
});
type Options = z.infer<typeof optionsSchema>;

export const sizeBudget: Check<Options> = {
  meta: {
    id: 'size-budget',
    title: 'The image stays within its size budget',
    axis: 'size',
    topic: 'size',
    severity: 'error',
    defaultPoints: 10,
    needs: ['image'],
    also: [],
    detects:
      'An image that is larger than the exercise allows. What a registry moves is counted, before compression: every layer with the names, links and attributes in it, and the configuration. The budget is for the whole image or only for what is added to the base.',
    why: 'Size is paid at every pull, by every node and every scale-up, and most of it is usually nothing the service needs.',
    fix: 'Start from a slim base, leave compilers and caches in a build stage, install only what the service imports.',
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
    ...(maxMb === undefined ? [] : [{ label: 'Whole image', bytes: total, wanted: maxMb * 1e6 }]),
    ...(maxOwnMb === undefined
      ? []
      : [{ label: 'Added to the base', bytes: total - base, wanted: maxOwnMb * 1e6 }]),
  ];
  const [first] = budgets;
  if (first === undefined) return skipped('Not measured: the exercise sets no size budget.');
  const worst = budgets.reduce((a, b) => (b.bytes / b.wanted > a.bytes / a.wanted ? b : a), first);
  const evidence = budgets.map(({ label, bytes, wanted }) => ({
    label,
    value: bytes,
    unit: 'bytes' as const,
    wanted,
  }));
  const subject = worst.label === 'Whole image' ? 'The image holds' : 'The image adds to its base';
  if (worst.bytes <= worst.wanted)
    return {
      status: 'pass',
      message: `${subject} ${megabytes(worst.bytes)} of at most ${megabytes(worst.wanted)}.`,
      evidence,
    };

  const own = replay.layers.flatMap((layer, index) =>
    layer.fromBase ? [] : [{ index, bytes: layer.bytes }],
  );
  const heaviest = own.sort((a, b) => b.bytes - a.bytes)[0];
  // Where the base alone is over the budget, the line to change is the final FROM, which no layer of the
  // learner's points at.
  const baseIsTooBig = worst.label === 'Whole image' && base > worst.wanted;
  return {
    status: 'fail',
    share: creditUpTo(worst.wanted, worst.bytes),
    line: heaviest === undefined || baseIsTooBig ? undefined : layerLines[heaviest.index],
    message: `${subject} ${megabytes(worst.bytes)}; the budget is ${megabytes(worst.wanted)}.`,
    next: baseIsTooBig
      ? `The base alone has ${megabytes(base)}: choose a smaller one.`
      : 'Begin with the heaviest layer and keep only what the service needs at run time.',
    evidence,
  };
}
