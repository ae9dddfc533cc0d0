import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstFreePort } from '../../launcher/free-port.ts';
import { RUNNER_TOKEN, type Site, openSite, roomForTests } from '../site/site.ts';
import { DrainingProxy } from '../update/draining-proxy.ts';
import { InstalledVersion, type SiteProcess } from '../update/installed-version.ts';

const root = join(import.meta.dirname, '../..');
const METRICS_TOKEN = 'metrics-token-of-the-tests-0123456789';

/**
 * Processes of the built site that share a database and a content store, behind a load balancer that sends
 * each request to the next of them.
 */
export interface TwoSites {
  /** Address of the load balancer, which is that of the site. */
  url: string;
  database: Pick<Site, 'query'>;
  processes: readonly SiteProcess[];
  /** Starts a process on the port of one that was killed. */
  restart(killed: SiteProcess): Promise<void>;
  /** Number of event streams that a process has open. */
  streamsOf(process: SiteProcess): Promise<number>;
  close(): Promise<void>;
}

/** Builds the site if it has changed, and starts two processes. */
export async function openTwoSites(): Promise<TwoSites> {
  const version = new InstalledVersion(root);
  await version.build();
  const database = await openSite();
  const folder = await mkdtemp(join(tmpdir(), 'two-sites-'));
  const balancer = new DrainingProxy();
  const url = await balancer.open();
  const start = (port: number) =>
    version.startSite(
      port,
      {
        ...roomForTests,
        SITE_URL: url,
        DATABASE_URL: database.databaseUrl,
        RUNNER_TOKEN,
        METRICS_TOKEN,
        AUTH_SECRET: 'auth-secret-of-the-tests-0123456789',
        CONTENT_DIR: join(root, 'content'),
        CONTENT_STORE: join(folder, 'content-store'),
        LOG_LEVEL: 'warn',
      },
      join(folder, `site-${port}.log`),
    );
  const processes: SiteProcess[] = [];
  for (let n = 0; n < 2; n++) {
    const started = await start(await firstFreePort(3920));
    processes.push(started);
    balancer.add(started.port);
  }
  return {
    url,
    database,
    processes,
    async restart(killed) {
      processes[processes.indexOf(killed)] = await start(killed.port);
    },
    async streamsOf({ port }) {
      const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
      const text = await (await fetch(`http://localhost:${port}/metrics`, { headers })).text();
      return Number(/^dfm_event_streams (\d+)$/m.exec(text)![1]);
    },
    async close() {
      for (const process of processes) await process.stop();
      await balancer.close();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}
