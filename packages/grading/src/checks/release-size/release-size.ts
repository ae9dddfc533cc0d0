import { formatDistinct } from '@dfm/contracts/quantity';
import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { megabytesByName } from '../../check/options.ts';
import { noTrace, skipped } from '../../check/skipped.ts';
import type { CacheVerdict } from '../../replay/cache-verdict.ts';

const optionsSchema = z.strictObject({
  maxMb: z._default(
    megabytesByName.check(
      z.describe('Maximum that a node with the first image may have to pull, in MB, by ID of the scenario.'),
    ),
    {},
  ),
  minMb: z._default(
    megabytesByName.check(
      z.describe(
        'Minimum that must be new, in MB, by ID of the scenario: for content that the image must contain, such as its own model.',
      ),
    ),
    {},
  ),
});
type Options = z.infer<typeof optionsSchema>;

export const releaseSize: Check<Options> = {
  meta: {
    id: 'release-size',
    title: 'Release transfers only changed layers',
    axis: 'size',
    topic: 'size',
    severity: 'error',
    defaultPoints: 10,
    needs: ['trace'],
    also: [],
    detects:
      'How many bytes are in layers that the first image does not have, after a rebuild with an edit or for a different target. A node that has the first image has to pull these bytes for the second.',
    why: 'Registries and nodes transfer layers, not files. A layer with a single changed byte is pushed and pulled completely, by every node, for every release.',
    fix: 'Put everything that the images have in common into one stage, with the parts that change least often first. Build each image FROM that stage and add only its own files.',
    bad: 'FROM python:3.11-slim-bookworm AS price\nCOPY price.json model.json\nRUN pip install -r requirements.txt',
    good: 'FROM python:3.11-slim-bookworm AS base\nRUN pip install -r requirements.txt\n\nFROM base AS price\nCOPY price.json model.json',
  },
  options: optionsSchema,
  measure,
  measuredScenarios: ({ maxMb }) => Object.keys(maxMb),
};

function measure({ cache, options }: MeasuredInput<Options>): Measured {
  const maxima = new Map(Object.entries(options.maxMb));
  const minima = new Map(Object.entries(options.minMb));
  if (cache === undefined) return noTrace;
  const judged = cache.flatMap((verdict) => {
    const { scenario, newBytes } = verdict;
    return maxima.has(scenario) && newBytes !== undefined
      ? [judge({ ...verdict, newBytes }, maxima.get(scenario)! * 1e6, (minima.get(scenario) ?? 0) * 1e6)]
      : [];
  });
  if (judged.length === 0) return skipped('Not measured: none of the releases in the exercise was built.');
  const evidence = judged.map(({ item }) => item);
  const failed = judged.filter(({ failure }) => failure !== undefined);
  const [first] = failed;
  if (first?.failure === undefined)
    return { status: 'pass', message: 'Each release transfers only what is new in it.', evidence };
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
  maxBytes: number,
  minBytes: number,
): Judged {
  const item = {
    label: `${title}: pulled by a node that has the first image`,
    value: newBytes,
    unit: 'bytes' as const,
    wanted: maxBytes,
  };
  if (newBytes > maxBytes) {
    const largest = steps.reduce<(typeof steps)[number] | undefined>(
      (a, b) => (b.bytes > (a?.bytes ?? 0) ? b : a),
      undefined,
    );
    const [size, limit] = formatDistinct('bytes', newBytes, maxBytes);
    return {
      item,
      failure: {
        line: largest?.line,
        message: `"${title}": a node that has the first image pulls ${size}, but the limit is ${limit}.`,
        next: releaseSize.meta.fix,
      },
    };
  }
  if (newBytes < minBytes) {
    const [size, minimum] = formatDistinct('bytes', newBytes, minBytes);
    return {
      item: { ...item, wanted: `at least ${minimum}` },
      failure: {
        line: undefined,
        message: `"${title}": only ${size} are new, which is less than this image must contain on its own.`,
        next: 'Put everything that only this image needs into its own stage, and into no other.',
      },
    };
  }
  return { item, failure: undefined };
}
