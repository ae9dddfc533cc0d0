import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { processTree, residentMib } from '../resident-memory.ts';
import { machineSeconds, siteProcesses, treeSeconds } from '../used-processors.ts';
import type { Pages } from './pages.ts';

/** What the site used while no run changed. */
export interface QuietTime {
  /** Runs in the queue. */
  queued: number;
  /** Pages that follow one of them each. */
  pages: number;
  /** Processors that the process of the site, and PostgreSQL with all of its processes, used on average. */
  siteCores: number;
  databaseCores: number;
  /** Processors that programs used that do not belong to the benchmark, with the host's kernel. */
  otherCores: number;
  /** Memory of the process of the site at the end. */
  siteMib: number;
  perSecond: {
    /** Requests for which the site has begun an answer. */
    requests: number;
    /** Transactions; a query outside a transaction counts as one. */
    transactions: number;
    /** Messages that the pages received, signs of life included. */
    messages: number;
  };
}

export interface MeasuredSite {
  url: string;
  stateDir: string;
  metricsToken: string;
  database: Client;
}

/** PostgreSQL counts a transaction at most this much later. */
const COUNTED_WITHIN_MS = 11_000;

/** Measures a site whose pages wait. @param seconds for which it is measured */
export async function quietTime(
  site: MeasuredSite,
  pages: Pages,
  queued: number,
  seconds: number,
): Promise<QuietTime> {
  const processes = await siteProcesses(site.stateDir);
  const read = async () => ({
    at: performance.now() / 1_000,
    site: await treeSeconds(processes.site),
    database: await treeSeconds(processes.database),
    // With the site and the pages, which this process has started.
    bench: await treeSeconds(process.pid),
    machine: machineSeconds(),
    requests: await requestsOf(site),
    transactions: await transactionsOf(site.database),
    ...(await pages.count()),
  });
  await delay(COUNTED_WITHIN_MS);
  const before = await read();
  await delay(seconds * 1_000);
  const after = await read();
  const each = (of: (counts: typeof before) => number, own = 0) =>
    (of(after) - of(before) - own) / (after.at - before.at);
  return {
    queued,
    pages: after.pages,
    siteCores: each(({ site: used }) => used),
    databaseCores: each(({ database }) => database),
    otherCores: each(({ machine, bench, database }) => machine - bench - database),
    siteMib: await residentMib(await processTree(processes.site)),
    perSecond: {
      // The second reading of each counter counts the first.
      requests: each(({ requests }) => requests, 1),
      transactions: each(({ transactions }) => transactions, 1),
      messages: each(({ messages }) => messages),
    },
  };
}

/** API requests for which the site has begun an answer, by its own metrics. */
async function requestsOf({ url, metricsToken }: MeasuredSite): Promise<number> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  if (!response.ok) throw new Error(`the metrics were refused with ${response.status}`);
  const counts = (await response.text()).matchAll(/^dfm_http_request_seconds_count\{[^}]*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

async function transactionsOf(database: Client): Promise<number> {
  const { rows } = await database.query<{ count: string }>(
    'SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = current_database()',
  );
  return Number(rows[0]!.count);
}
