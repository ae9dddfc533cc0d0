import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { megabytesByNameOption } from '../../check/options.ts';
import { noTrace, skipped } from '../../check/skipped.ts';
import type { CacheVerdict } from '../../replay/cache-verdict.ts';
import { megabytes } from '../../verdict/wording.ts';

const optionsSchema = z.strictObject({
  /** Most that may be new to a node that has the first image, by scenario. */
  maxMb: megabytesByNameOption,
  /** Least that has to be new, for what the image must bring itself, such as its own model. */
  minMb: megabytesByNameOption,
});
type Options = z.infer<typeof optionsSchema>;

export const releaseSize: Check<Options> = {
  meta: {
    id: 'release-size',
    title: 'A release moves only what changed',
    axis: 'size',
    topic: 'size',
    severity: 'error',
    defaultPoints: 10,
    needs: ['trace'],
    also: [],
    detects:
      'The image is built, then built again after an edit or for another target: how many bytes are in layers that the first image lacks. That is what a node which has the first image fetches for the second.',
    why: 'A registry and a node know layers, not files. A layer with one new byte in it is pushed and pulled whole, by every node, at every release.',
    fix: 'Put what the images have in common into one stage, the rarest change first, and let each image begin FROM it and add only what is its own.',
    bad: 'FROM python:3.11-slim-bookworm AS price\nCOPY price.json model.json\nRUN pip install -r requirements.txt',
    good: 'FROM python:3.11-slim-bookworm AS base\nRUN pip install -r requirements.txt\n\nFROM base AS price\nCOPY price.json model.json',
  },
  options: optionsSchema,
  measure,
  measuredScenarios: ({ maxMb }) => Object.keys(maxMb),
};

function measure({ cache, options }: MeasuredInput<Options>): Measured {
  const most = new Map(Object.entries(options.maxMb));
  const least = new Map(Object.entries(options.minMb));
  if (cache === undefined) return noTrace;
  const judged = cache.flatMap((verdict) => {
    const { scenario, newBytes } = verdict;
    return most.has(scenario) && newBytes !== undefined
      ? [judge({ ...verdict, newBytes }, most.get(scenario)! * 1e6, (least.get(scenario) ?? 0) * 1e6)]
      : [];
  });
  if (judged.length === 0) return skipped('Not measured: no release that the exercise asks about was built.');
  const evidence = judged.map(({ item }) => item);
  const failed = judged.filter(({ failure }) => failure !== undefined);
  const [first] = failed;
  if (first?.failure === undefined)
    return { status: 'pass', message: 'Each release moves what is new in it and nothing else.', evidence };
  return {
    status: 'fail',
    share: (judged.length - failed.length) / judged.length,
    ...first.failure,
    evidence,
  };
}

interface Judged {
  item: NonNullable<Measured['evidence']>[number];
  failure: Pick<Measured, 'message' | 'line' | 'next'> | undefined;
}

function judge(
  { title, newBytes, steps }: Pick<CacheVerdict, 'title' | 'steps'> & { newBytes: number },
  most: number,
  least: number,
): Judged {
  const item = {
    label: `${title}: new to a node that has the first image`,
    value: newBytes,
    unit: 'bytes' as const,
    wanted: most,
  };
  if (newBytes > most) {
    const heaviest = steps.reduce<(typeof steps)[number] | undefined>(
      (a, b) => (b.bytes > (a?.bytes ?? 0) ? b : a),
      undefined,
    );
    return {
      item,
      failure: {
        line: heaviest?.line,
        message: `"${title}": a node that has the first image fetches ${megabytes(newBytes)} anew, where ${megabytes(most)} would do.`,
        next: releaseSize.meta.fix,
      },
    };
  }
  if (newBytes < least) {
    return {
      item: { ...item, wanted: `at least ${megabytes(least)}` },
      failure: {
        line: undefined,
        message: `"${title}": ${megabytes(newBytes)} are new, less than what this image has to bring itself.`,
        next: 'What only this image needs belongs into its own stage, and into no other.',
      },
    };
  }
  return { item, failure: undefined };
}
