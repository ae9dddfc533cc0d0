import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Random } from './random.ts';
import type { Work } from './shared-processors.ts';
import type { WorkKind } from './simulation.ts';
import { waitingPagesSchema } from './waiting-pages.ts';

const file = join(import.meta.dirname, 'measured.json');

const seconds = z.number().nonnegative();

/** Runs that were executed at the same time, again and again. */
const batchSchema = z.strictObject({
  /** What measured the times, and what the processor time. */
  source: z.string(),
  atOnce: z.int().positive(),
  /** From submitting to the verdict, of each run. */
  verdictSeconds: z.array(seconds).min(1),
  /** Processor time for each run: of its sandbox and the runner, and of site and database. */
  nodeCoreSeconds: seconds,
  siteCoreSeconds: seconds,
  /** Processors that other programs used in the meantime, on average. */
  otherCores: seconds,
});
export type Batch = z.infer<typeof batchSchema>;

/** What `npm run bench:service-times -- --record` writes, unless something else is named. */
const measuredSchema = z.strictObject({
  day: z.iso.date(),
  machine: z.strictObject({ processor: z.string(), processors: z.int(), memoryGib: z.int() }),
  exercise: z.string(),
  batches: z.strictObject({
    starter: z.array(batchSchema).min(1),
    install: z.array(batchSchema).min(1),
    edit: z.array(batchSchema).min(1),
  }),
  /** Written by `npm run bench:followers -- --record`. */
  waitingPages: waitingPagesSchema,
  memoryMib: z.strictObject({ runner: seconds, site: seconds, database: seconds }),
  diskMb: z.strictObject({
    /** Base images, wheels and packages. */
    shelf: seconds,
    /** The disks of sandboxes before anyone uses one: the template and the course's layers. */
    templates: seconds,
    /** What a run adds to the database. */
    run: seconds,
  }),
});
export type Measured = z.infer<typeof measuredSchema>;

/** Reads the recorded measurements. */
export async function readMeasured(): Promise<Measured> {
  return measuredSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** Replaces the recorded measurements. */
export async function writeMeasured(measured: Measured): Promise<void> {
  await writeFile(file, `${JSON.stringify(measuredSchema.parse(measured), undefined, 2)}\n`);
}

/**
 * The work of a run such that it takes as long as measured, alone and with others. Jobs that start together
 * and share processors equally take `coreSeconds / min(parallelism, cores / atOnce) + restSeconds`; the
 * processor time is measured, and the other two numbers are those with the smallest sum of squared relative
 * errors.
 *
 * @param processors of the machine on which it was measured
 */
export function fitWork(batches: readonly Batch[], processors: number): Work {
  const coreSeconds = mean(batches.map((batch) => batch.nodeCoreSeconds + batch.siteCoreSeconds));
  let best: { error: number; work: Work } | undefined;
  for (let step = 10; step <= 40; step++) {
    const parallelism = step / 20;
    const busy = batches.map(({ atOnce, otherCores }) => {
      return coreSeconds / Math.min(parallelism, (processors - otherCores) / atOnce);
    });
    const taken = batches.map(({ verdictSeconds }) => mean(verdictSeconds));
    // The rest for which the derivative of the error is 0.
    const weights = taken.map((time) => 1 / time ** 2);
    const rest = sum(weights.map((weight, n) => weight * (taken[n]! - busy[n]!))) / sum(weights);
    const restSeconds = Math.max(0, rest);
    const error = sum(weights.map((weight, n) => weight * (busy[n]! + restSeconds - taken[n]!) ** 2));
    if (best === undefined || error < best.error)
      best = { error, work: { coreSeconds, parallelism, restSeconds } };
  }
  return best!.work;
}

/**
 * Draws the work of runs: fitted, and scaled by the time of a random measured run compared with the mean of
 * those that ran with as many others.
 *
 * @param siteOnNode whether site and database use the processors of the node too
 */
export function workDraws(
  { batches, machine }: Measured,
  siteOnNode: boolean,
  random: Random,
): (kind: WorkKind) => Work {
  const fitted = (kind: WorkKind) => {
    const work = fitWork(batches[kind], machine.processors);
    const coreSeconds = work.coreSeconds - (siteOnNode ? 0 : siteCoreSeconds(batches[kind]));
    const scales = batches[kind].flatMap(({ verdictSeconds }) =>
      verdictSeconds.map((time) => time / mean(verdictSeconds)),
    );
    return { work: { ...work, coreSeconds }, scales };
  };
  const kinds = { starter: fitted('starter'), install: fitted('install'), edit: fitted('edit') };
  return (kind) => {
    const { work, scales } = kinds[kind];
    const scale = random.pick(scales);
    return { ...work, coreSeconds: work.coreSeconds * scale, restSeconds: work.restSeconds * scale };
  };
}

/** Processor time of site and database for a run. */
export function siteCoreSeconds(batches: readonly Batch[]): number {
  return mean(batches.map((batch) => batch.siteCoreSeconds));
}

function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
