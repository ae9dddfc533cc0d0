/**
 * `npm run bench:followers [-- --pages 5000 --seconds 20 --runs 30 --record]`: what pages that wait for their
 * runs cost one process of the site, and how soon they show a change. `--record` writes
 * docs/results/followers.md and `waitingPages` in bench/planning/measured.json. Nothing is built, so it needs
 * no sandboxes. Takes about ten minutes; run it on an otherwise idle machine.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { CleanUps } from '../launcher/clean-ups.ts';
import { root } from '../launcher/stack.ts';
import { onStopRequest } from '../launcher/stop-request.ts';
import { db } from '../lib/db/client.ts';
import { notifications } from '../lib/db/notifications.ts';
import { noteRunner } from '../lib/nodes/runners.ts';
import { advance } from './measures/followers/advances.ts';
import type { FollowedRun } from './measures/followers/messages.ts';
import { Pages } from './measures/followers/pages.ts';
import { type MeasuredSite, type QuietTime, quietTime } from './measures/followers/quiet-time.ts';
import { type FollowersBench, resultsPage } from './measures/followers/results-page.ts';
import { startSiteAlone } from './measures/followers/site-alone.ts';
import { waitingLearners } from './measures/followers/waiting-learners.ts';
import { siteProcesses, treeSeconds } from './measures/used-processors.ts';
import { runnerInfo } from './measures/working-site.ts';
import { readMeasured, writeMeasured } from './planning/service-times.ts';
import { type WaitingPages, fitPages } from './planning/waiting-pages.ts';

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '5000' },
    /** For which a site is measured whose runs do not change. */
    seconds: { type: 'string', default: '20' },
    /** How many runs advance. */
    runs: { type: 'string', default: '30' },
    record: { type: 'boolean', default: false },
  },
});
const [pageCount, seconds, runs] = [values.pages, values.seconds, values.runs].map(Number) as [
  number,
  number,
  number,
];
if (![pageCount, seconds, runs].every((number) => Number.isInteger(number) && number >= 1))
  throw new Error('--pages, --seconds and --runs are positive whole numbers');
/** Of the pages: with each, the site is measured. */
const shares = [0.2, 0.5, 1];
/** As often as a node that waits for a run reports. */
const runnerEveryMs = 10_000;

const dataDir = process.env.DATA_DIR ?? join(root, '.data');
const loadBefore = loadavg()[0]!;
const metricsToken = randomBytes(16).toString('hex');
const cleanUps = new CleanUps();
onStopRequest(() => cleanUps.run());
await mkdir(dataDir, { recursive: true });
const stateDir = await mkdtemp(join(dataDir, 'bench-'));
await cleanUps.add(() => rm(stateDir, { recursive: true, force: true }));
try {
  const { url, databaseUrl } = await startSiteAlone(stateDir, settings(), cleanUps);
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  await cleanUps.add(() => database.end());
  await cleanUps.add(async () => {
    await notifications().close();
    await db().$disconnect();
  });
  const measured = await measure({ url, stateDir, metricsToken, database });
  const text = resultsPage(measured);
  console.log(text);
  if (values.record) {
    await writeFile(join(root, 'docs/results/followers.md'), text);
    await writeMeasured({ ...(await readMeasured()), waitingPages: waitingPagesOf(measured) });
  }
} finally {
  await cleanUps.run();
}

/** All learners share this machine's address, so the limits per network must not apply. */
function settings(): Record<string, string> {
  const limits = [
    'LEARNERS_PER_NETWORK_PER_HOUR',
    'SUBMISSIONS_PER_NETWORK_PER_HOUR',
    'QUEUED_RUNS_PER_NETWORK',
    'STORED_MB_PER_NETWORK',
    'RUN_QUEUE_MAX',
  ];
  return {
    ...Object.fromEntries(limits.map((limit) => [limit, '1000000'])),
    METRICS_TOKEN: metricsToken,
    RUNNER_TOKEN: randomBytes(32).toString('hex'),
    AUTH_SECRET: randomBytes(32).toString('hex'),
  };
}

/** The queue grows while one page is open, then pages are opened while the queue stays as it is. */
async function measure(site: MeasuredSite): Promise<FollowersBench> {
  await noteRunner(runnerInfo(0));
  const reporting = setInterval(() => void noteRunner(runnerInfo(0)), runnerEveryMs);
  await cleanUps.add(async () => clearInterval(reporting));
  const pages = new Pages(site.url);
  await cleanUps.add(() => pages.close());
  const quiet: QuietTime[] = [];
  const waiting: FollowedRun[] = [];
  const measureQuiet = async () => {
    quiet.push(await quietTime(site, pages, waiting.length, seconds));
    console.log(`  ${JSON.stringify(quiet.at(-1))}`);
  };
  // A process that has just started works for some time until it is as idle as it will be.
  await quietTime(site, pages, 0, seconds);
  await measureQuiet();
  for (const share of shares) {
    waiting.push(...(await waitingLearners(Math.round(share * pageCount) - waiting.length)));
    if (share === shares[0]) await pages.open(waiting.slice(0, 1));
    await measureQuiet();
  }
  const opening = { pages: 0, coreSeconds: 0 };
  for (const share of shares) {
    const next = waiting.slice(opening.pages + 1, Math.round(share * pageCount));
    const before = await usedSeconds();
    await pages.open(next);
    opening.coreSeconds += (await usedSeconds()) - before;
    opening.pages += next.length;
    await measureQuiet();
  }
  const delays = await advance(pages, runs);
  const day = new Date().toISOString().slice(0, 10);
  return {
    day,
    machine: { processors: availableParallelism(), memoryGib: Math.round(totalmem() / 2 ** 30) },
    loadBefore,
    seconds,
    quiet,
    work: fitPages({ day, loadBefore, samples: quiet }),
    opening,
    runs,
    delays,
  };
}

/** Processor time of site and database so far. */
async function usedSeconds(): Promise<number> {
  const { site, database } = await siteProcesses(stateDir);
  return (await treeSeconds(site)) + (await treeSeconds(database));
}

function waitingPagesOf({ day, quiet }: FollowersBench): WaitingPages {
  const rounded = (number: number) => Number(number.toFixed(4));
  const samples = quiet.map(({ queued, pages, siteCores, databaseCores }) => ({
    queued,
    pages,
    siteCores: rounded(siteCores),
    databaseCores: rounded(databaseCores),
  }));
  return { day, loadBefore: rounded(loadBefore), samples };
}
