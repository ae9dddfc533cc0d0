import { formatBytes } from '@dfm/contracts/quantity';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pathGlob } from '@dfm/dockerfile/context/path-glob';
import { shippedFiles } from '@dfm/dockerfile/copies/shipped-files';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { megabytes, texts } from '../../check/options.ts';
import { noImage } from '../../check/skipped.ts';
import { listed } from '../../verdict/wording.ts';

/** Default limit. Less than this is probably a sample or a table that the service reads. */
const defaultMaxMb = 10;

const optionsSchema = z.strictObject({
  allow: z._default(texts.check(z.describe('Paths or patterns of files that do not count.')), []),
  maxMb: z._default(
    megabytes.check(z.describe('Maximum size of all data files together, in MB.')),
    defaultMaxMb,
  ),
});
type Options = z.infer<typeof optionsSchema>;

export const datasetShipped: Check<Options> = {
  meta: {
    id: 'dataset-shipped',
    title: 'Data set in the image',
    axis: 'size',
    topic: 'ml',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['context', 'image'],
    also: [],
    detects:
      'More than 10 MB of data files (.csv, .parquet, .npz, .tfrecord, .arrow, images and recordings below data/ or dataset/ …) that a COPY adds, or that are in the layers of the Dockerfile.',
    why: 'Data changes on a different schedule than code and may be personal. In a layer, it is pulled by every node, stays in every old tag, and is available to everyone who can pull the image.',
    fix: 'List the folder in .dockerignore and mount the data when you start the container: docker run --mount type=bind,source=$PWD/data,target=/data,readonly, or a volume.',
    bad: 'COPY data/ /srv/data/',
    good: 'COPY src/ /srv/src/\nVOLUME /data',
  },
  findings,
  options: optionsSchema,
  measure,
};

const dataFile =
  /\.(?:csv|tsv|parquet|feather|arrow|npz|npy|tfrecords?|jsonl|ndjson|lmdb|mdb|hdf5|sas7bdat|dta|orc|avro|csv\.gz|tsv\.gz|jsonl\.gz|jsonl\.zst)$/iu;
const dataFolder =
  /(?:^|\/)(?:data|dataset|datasets|raw|corpus|train|val|imagenet|coco)\/(?:.*\/)?[^/]+\.(?:jpe?g|png|tiff?|webp|wav|flac|mp3|mp4|avi|json|txt|zip|tar|gz|zst|bin|sqlite3?|db|xlsx?|pkl|h5)$/iu;

function isData(path: string): boolean {
  return dataFile.test(path) || dataFolder.test(path);
}

function findings(input: BuildSource): StaticFinding[] {
  const byCopy = Map.groupBy(
    shippedFiles(input, ({ path, bytes }) => bytes > 0 && isData(path)),
    ({ instruction }) => instruction,
  );
  return [...byCopy].flatMap(([instruction, shipped]) => {
    const bytes = shipped.reduce((sum, { file }) => sum + file.bytes, 0);
    if (bytes <= defaultMaxMb * 1e6) return [];
    const largest = shipped.toSorted((a, b) => b.file.bytes - a.file.bytes).map(({ file }) => file.path);
    return [
      {
        ...rangeOf(instruction),
        message: `This adds ${formatBytes(bytes)} of data to the image: ${listed(largest)}. List it in .dockerignore and mount it when you start the container.`,
      },
    ];
  });
}

/** Packages contain tables as samples and for their own tests. */
const insidePackages = /(?:^|\/)(?:(?:site|dist)-packages|node_modules)\/|^usr\/(?:lib|share)\//u;

function measure({ evidence: { image }, replay, layerLines, options }: MeasuredInput<Options>): Measured {
  const allowed = options.allow.map(pathGlob);
  const maxBytes = options.maxMb * 1e6;
  if (image === undefined || replay === undefined) return noImage;
  const data = [...replay.live, ...replay.waste].filter(
    (item) =>
      item.layer >= replay.baseLayers &&
      item.bytes > 0 &&
      isData(item.path) &&
      !insidePackages.test(item.path) &&
      !allowed.some((glob) => glob.test(item.path)),
  );
  const bytes = data.reduce((sum, item) => sum + item.bytes, 0);
  const measured = { label: 'Data files', value: bytes, unit: 'bytes' as const, wanted: maxBytes };
  if (bytes <= maxBytes)
    return {
      status: 'pass',
      message: 'The layers contain no more data than the limit allows.',
      evidence: [measured],
    };
  data.sort((a, b) => b.bytes - a.bytes);
  return {
    status: 'fail',
    line: layerLines[data[0]!.layer],
    message: `The layers contain ${formatBytes(bytes)} of data: ${listed(data.map((item) => `/${item.path}`))}.`,
    evidence: [
      measured,
      ...data
        .slice(0, 5)
        .map((item) => ({ label: `/${item.path}`, value: item.bytes, unit: 'bytes' as const })),
    ],
  };
}
