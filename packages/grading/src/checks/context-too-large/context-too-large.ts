import { formatBytes, formatDistinct } from '@dfm/contracts/quantity';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { copyOf } from '@dfm/dockerfile/copies/copies';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { megabytes } from '../../check/options.ts';
import { creditUpTo } from '../../measures/partial-credit.ts';
import { listed } from '../../verdict/wording.ts';

/** Default limit, in megabytes of 10⁶ bytes. */
const defaultMaxMb = 20;

const optionsSchema = z.strictObject({
  maxMb: z._default(
    megabytes.check(z.describe('Maximum size of the build context after .dockerignore, in MB.')),
    defaultMaxMb,
  ),
});
type Options = z.infer<typeof optionsSchema>;

export const contextTooLarge: Check<Options> = {
  meta: {
    id: 'context-too-large',
    title: 'Build context too large',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['context'],
    also: [],
    detects: `A build context that is larger than ${defaultMaxMb} MB, or the limit of the exercise, after .dockerignore.`,
    why: 'A COPY of the folder sends all files to the builder and into the image. The usual large ones are datasets, model checkpoints and virtual environments.',
    fix: 'List large paths in .dockerignore, or keep them outside the build context.',
    bad: '# .dockerignore\n.git',
    good: '# .dockerignore\n.git\n.venv\ndata\ncheckpoints',
  },
  findings,
  options: optionsSchema,
  measure,
};

function findings({ dockerfile, context }: BuildSource): StaticFinding[] {
  if (context === undefined || totalBytes(context) <= defaultMaxMb * 1e6) return [];
  const at =
    dockerfile.instructions.find(
      (instruction) => (copyOf(instruction, dockerfile)?.sources.length ?? 0) > 0,
    ) ?? dockerfile.instructions[0];
  return at === undefined ? [] : [{ ...rangeOf(at), message: sentence(context) }];
}

function measure({ evidence: { context }, options }: MeasuredInput<Options>): Measured {
  const limit = options.maxMb * 1e6;
  const bytes = totalBytes(context);
  const total = { label: 'Build context', value: bytes, unit: 'bytes' as const, wanted: limit };
  if (bytes <= limit) {
    const [size, maximum] = formatDistinct('bytes', bytes, limit);
    return {
      status: 'pass',
      message: `The build context has ${size}, within the limit of ${maximum}.`,
      evidence: [total],
    };
  }
  return {
    status: 'fail',
    share: creditUpTo(limit, bytes),
    message: sentence(context),
    evidence: [
      total,
      ...largestParts(context).map(([path, value]) => ({ label: path, value, unit: 'bytes' as const })),
    ],
  };
}

function sentence(context: BuildContext): string {
  const parts = largestParts(context)
    .slice(0, 3)
    .map(([path, bytes]) => `${path} (${formatBytes(bytes)})`);
  return `The build context has ${formatBytes(totalBytes(context))}, most of it in ${listed(parts)}. List everything that the image does not need in .dockerignore.`;
}

function totalBytes(context: BuildContext): number {
  return context.files.reduce((sum, file) => sum + file.bytes, 0);
}

/** The five largest top-level files and folders. */
function largestParts(context: BuildContext): [string, number][] {
  const parts = new Map<string, number>();
  for (const { path, bytes } of context.files) {
    const slash = path.indexOf('/');
    const part = slash < 0 ? path : path.slice(0, slash + 1);
    parts.set(part, (parts.get(part) ?? 0) + bytes);
  }
  return [...parts].sort((a, b) => b[1] - a[1]).slice(0, 5);
}
