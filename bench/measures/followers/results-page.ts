import { percentile } from '../percentiles.ts';
import type { Delays } from './advances.ts';
import type { QuietTime } from './quiet-time.ts';

export interface FollowersBench {
  day: string;
  machine: { processors: number; memoryGib: number };
  /** One-minute load of the machine at the start. */
  loadBefore: number;
  /** For which each row of `quiet` was measured. */
  seconds: number;
  /** The first without runs and pages, the last with the most. */
  quiet: readonly QuietTime[];
  /** Processors of site and database, fitted to `quiet`. */
  work: { perQueuedRun: number; perPage: number };
  /** Processor time of site and database for opening the pages. */
  opening: { pages: number; coreSeconds: number };
  /** How many runs advanced. */
  runs: number;
  delays: Delays;
}

/** The text of docs/results/followers.md. */
export function resultsPage(bench: FollowersBench): string {
  const { day, machine, loadBefore, seconds, quiet, opening, runs, delays } = bench;
  const most = quiet.at(-1)!;
  const [least, highest] = [Math.min, Math.max].map((of) => of(...quiet.map(({ otherCores }) => otherCores)));
  return `# Pages that wait for their runs

Made by \`npm run bench:followers -- --record\` on ${day}, on ${machine.processors} processors and ${machine.memoryGib} GiB with a load of ${loadBefore.toFixed(1)} before. Other programs
used ${least!.toFixed(1)} to ${highest!.toFixed(1)} processors meanwhile${highest! >= 0.2 ? ', so the times below are longer than on an idle machine' : ''}. One process of the built site, PostgreSQL
and the pages share the machine.

A page is the event stream of a queued run, each of a different learner, without a browser and without loading the page itself. A
program submits, claims and reports with the site's own code, so no run is built, and no network is in between.

## While nothing happens

No run changes for ${seconds} s. The site sends each page its position every two seconds.

| runs in the queue | pages | processors: site | PostgreSQL | memory of the site, MiB | API requests a second | transactions a second | messages to pages a second |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${quiet.map(quietRow).join('\n')}

A query outside a transaction counts as a transaction. In all rows, a runner reports every 10 s.

## For 100 pages

| what | for 100 pages |
| --- | ---: |
${rowsFor100(bench)
  .map(([what, value]) => `| ${what} | ${value} |`)
  .join('\n')}

The first two are fitted to all rows above, without what the site uses without pages. Opening is the request of the stream with its
session, measured while ${number(opening.pages)} pages were opened.

## How soon a page shows a change

${runs} runs advance one after the other, while ${number(most.pages)} pages are open. Milliseconds from the call that changes the database, including its
transaction, until the page has received the change.

| what | samples | median | 95th percentile | longest |
| --- | ---: | ---: | ---: | ---: |
${delayRow('an event of the run that the page follows: claimed, log lines, verdict', delays.events)}
${delayRow('the new position, on every page that waits', delays.places)}

The site reads the positions every two seconds, so even on an idle machine half of the new ones take a second or longer.
`;
}

function quietRow({ queued, pages, siteCores, databaseCores, siteMib, perSecond }: QuietTime): string {
  return `| ${[
    number(queued),
    number(pages),
    siteCores.toFixed(3),
    databaseCores.toFixed(3),
    siteMib.toFixed(0),
    perSecond.requests.toFixed(1),
    perSecond.transactions.toFixed(1),
    number(perSecond.messages),
  ].join(' | ')} |`;
}

function rowsFor100({ quiet, work, opening }: FollowersBench): [what: string, value: string][] {
  const { perPage, perQueuedRun } = work;
  const most = quiet.at(-1)!;
  const one = quiet.find(({ queued, pages }) => queued === most.queued && pages < most.pages)!;
  const mib = (100 * (most.siteMib - one.siteMib)) / (most.pages - one.pages);
  return [
    ['processors of site and PostgreSQL for the pages', (100 * perPage).toFixed(4)],
    [
      'processors of site and PostgreSQL for 100 runs in the queue, once for each process',
      (100 * perQueuedRun).toFixed(4),
    ],
    ['memory of the site', `${mib.toFixed(1)} MiB`],
    ['opening them, once', `${((100 * opening.coreSeconds) / opening.pages).toFixed(2)} s of a processor`],
  ];
}

function delayRow(what: string, times: readonly number[]): string {
  const cells = [0.5, 0.95, 1].map((share) => Math.round(percentile(times, share)).toLocaleString('en'));
  return `| ${what} | ${number(times.length)} | ${cells.join(' | ')} |`;
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en');
}
