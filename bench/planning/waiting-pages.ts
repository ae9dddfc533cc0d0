import { z } from 'zod';

const cores = z.number().nonnegative();

/** A site with one process while nothing happened: what `npm run bench:followers -- --record` writes. */
export const waitingPagesSchema = z.strictObject({
  day: z.iso.date(),
  /** One-minute load of the machine when the measurement began. */
  loadBefore: z.number().nonnegative(),
  samples: z
    .array(
      z.strictObject({
        /** Runs in the queue. */
        queued: z.int().nonnegative(),
        /** Pages that follow one of them each. */
        pages: z.int().nonnegative(),
        siteCores: cores,
        databaseCores: cores,
      }),
    )
    .min(3),
});
export type WaitingPages = z.infer<typeof waitingPagesSchema>;

/** Processors of site and database that waiting pages use, beyond those of a site without any. */
export interface PagesWork {
  /** Of each run in the queue, for each process of the site, because every process reads the queue. */
  perQueuedRun: number;
  /** Of each page. */
  perPage: number;
  /** The most pages with which one process was measured. */
  pagesOfProcess: number;
}

/** The work with the smallest sum of squared differences to what was measured, and not less than 0. */
export function fitPages({ samples }: WaitingPages): PagesWork {
  const pagesOfProcess = Math.max(...samples.map(({ pages }) => pages));
  const idle = samples.find((sample) => sample.queued === 0 && sample.pages === 0);
  if (idle === undefined) throw new Error('the site was not measured without runs and pages');
  const product = (a: (sample: Sample) => number, b: (sample: Sample) => number) =>
    sum(samples.map((sample) => a(sample) * b(sample)));
  const queued = (sample: Sample) => sample.queued;
  const pages = (sample: Sample) => sample.pages;
  const used = (sample: Sample) => coresOf(sample) - coresOf(idle);
  const determinant = product(queued, queued) * product(pages, pages) - product(queued, pages) ** 2;
  if (determinant === 0) throw new Error('queue and pages were not measured independently of each other');
  const perQueuedRun =
    (product(used, queued) * product(pages, pages) - product(used, pages) * product(queued, pages)) /
    determinant;
  const perPage =
    (product(used, pages) * product(queued, queued) - product(used, queued) * product(queued, pages)) /
    determinant;
  return { perQueuedRun: Math.max(0, perQueuedRun), perPage: Math.max(0, perPage), pagesOfProcess };
}

/**
 * Processors that site and database use for the pages of waiting runs, one page for each run. There are as
 * many processes of the site as needed for none to have more pages than were measured.
 */
export function waitingCores(waitingPages: WaitingPages): (waiting: number) => number {
  const { perQueuedRun, perPage, pagesOfProcess } = fitPages(waitingPages);
  return (waiting) => waiting * (Math.ceil(waiting / pagesOfProcess) * perQueuedRun + perPage);
}

type Sample = WaitingPages['samples'][number];

function coresOf({ siteCores, databaseCores }: Sample): number {
  return siteCores + databaseCores;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
