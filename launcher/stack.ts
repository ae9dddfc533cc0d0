import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CleanUps } from './clean-ups.ts';
import { startDatabase, type Database } from './database.ts';
import { firstFreePort } from './free-port.ts';
import { generateClient, migrate } from './migrate.ts';
import type { NoSandboxes } from './no-sandboxes.ts';
import { giveToOwner, owner } from './owner.ts';
import { PreparationRecord } from './preparation-record.ts';
import { contentStoreOf } from './restored.ts';
import { nodeSteps, prepareInBackground } from './sandboxes.ts';
import { installationSecret } from './secrets.ts';
import { Services, type Service } from './services.ts';
import { buildSite } from './site-build.ts';
import { runnerConnected, waitFor } from './site-readiness.ts';
import { printLine, step } from './steps.ts';

export const root = join(import.meta.dirname, '..');

type Mode = 'production' | 'development';

export interface Stack {
  url: string;
  databaseUrl: string;
  /** Resolves when runs can start, or with the reason why none will and the command that helps. */
  runner: Promise<NoSandboxes | undefined>;
  /** Resolves when everything is prepared. */
  prepared: Promise<void>;
}

/**
 * Starts the complete product on this machine. Resolves when the site responds. The engine, the sandbox image
 * and the shelf are prepared in parallel and may take longer; the runner starts as soon as it can accept a
 * run. If no engine is available, everything except the runner starts.
 *
 * @param options.dataDir shelf and sandboxes
 * @param options.stateDir database, logs and secrets; by default the same folder, or a new one for an empty
 *   database
 * @param options.port first port to try for the site
 * @param options.mode `development`: nothing is built in advance, and pages and the runner follow every edit
 *   of their files
 * @param cleanUps gets the tasks that stop the runner, site, database and an engine started by this call, in
 *   that order
 * @throws the error of a failed step, after stopping what was started
 */
export async function startStack(
  cleanUps: CleanUps,
  options: { dataDir: string; stateDir?: string; port: number; mode?: Mode },
): Promise<Stack> {
  const { dataDir, stateDir = dataDir, mode = 'production' } = options;
  mkdirSync(stateDir, { recursive: true });
  const preparationFile = join(stateDir, `preparation-${process.pid}.json`);
  const record = new PreparationRecord(
    { record: preparationFile, times: join(dataDir, 'preparation-times.json') },
    await nodeSteps(),
  );
  const usable = Promise.withResolvers<void>();
  const answering = Promise.withResolvers<void>();
  const prepared = prepareInBackground(dataDir, cleanUps, record, {
    siteAnswers: answering.promise,
    onUsable: usable.resolve,
  });
  // Stopped last: the preparation itself stops an engine that it is just installing or starting.
  await cleanUps.add(async () => {
    await prepared;
    record.close();
  });
  try {
    const database = await startDatabaseAndBuildSite(stateDir, mode, cleanUps);
    const port = await firstFreePort(options.port);
    const url = `http://localhost:${port}`;
    const shared = {
      SITE_URL: url,
      DATA_DIR: dataDir,
      RUNNER_TOKEN: installationSecret(stateDir, 'RUNNER_TOKEN'),
    };
    const logDir = join(stateDir, 'logs');
    const services = servicesWithLogs(logDir);
    const stopServices = () => services.stop(['runner', 'site']);
    await cleanUps.add(stopServices);
    await giveToOwner();

    await step('services', async () => {
      const siteUrl = process.env.SITE_URL ?? url;
      services.start(
        siteService(
          { ...shared, SITE_URL: siteUrl },
          { stateDir, port, mode, databaseUrl: database.url, preparationFile },
        ),
      );
      await waitFor(`${url}/readyz`, 60_000, join(logDir, 'site.log'), cleanUps);
    });

    answering.resolve();
    const startRunner = async (): Promise<void> => {
      await usable.promise;
      if (cleanUps.requested) return;
      record.report({ kind: 'started', step: 'runner' });
      // Added a second time, because an engine that was started after the site has to outlive the runner.
      await cleanUps.add(stopServices);
      services.start(runnerService(shared, mode));
      if (await runnerConnected(url, cleanUps)) record.report({ kind: 'done', step: 'runner' });
    };
    return { url, databaseUrl: database.url, ...milestones(startRunner(), prepared, record) };
  } catch (error) {
    await cleanUps.run();
    throw error;
  }
}

/** The database with all migrations. In production, the site is built at the same time. */
async function startDatabaseAndBuildSite(
  stateDir: string,
  mode: Mode,
  cleanUps: CleanUps,
): Promise<Database> {
  const [database] = await Promise.all([
    (async () => {
      const started = await step('database', () => startDatabase(stateDir));
      const migrated = step('migrations', (report) => migrate(started.url, { report }));
      // Otherwise, the next start would have to apply the interrupted migration again.
      await cleanUps.add(() => migrated.then(started.stop, started.stop));
      await migrated;
      return started;
    })(),
    step('site', async (report) => {
      await generateClient();
      return mode === 'production' ? buildSite(root, report, cleanUps) : undefined;
    }),
  ]);
  return database;
}

function servicesWithLogs(logDir: string): Services {
  return new Services(logDir, (name, code) =>
    printLine(`  ${name} exited with ${code}; restarting it (log: ${join(logDir, `${name}.log`)})`),
  );
}

interface SiteSettings {
  stateDir: string;
  port: number;
  mode: Mode;
  databaseUrl: string;
  preparationFile: string;
}

function siteService(
  shared: Record<string, string>,
  { stateDir, port, mode, databaseUrl, preparationFile }: SiteSettings,
): Service {
  return {
    name: 'site',
    account: owner(),
    command: process.execPath,
    args: [join(root, 'launcher/site-server.ts')],
    env: {
      ...shared,
      PORT: String(port),
      NODE_ENV: mode,
      DATABASE_URL: databaseUrl,
      AUTH_SECRET: installationSecret(stateDir, 'AUTH_SECRET'),
      CONTENT_DIR: process.env.CONTENT_DIR ?? join(root, 'content'),
      CONTENT_STORE: contentStoreOf(stateDir),
      PREPARATION_FILE: preparationFile,
      NEXT_TELEMETRY_DISABLED: '1',
    },
  };
}

function runnerService(env: Record<string, string>, mode: Mode): Service {
  return {
    name: 'runner',
    command: process.execPath,
    args: [
      ...(mode === 'development' ? ['--watch', '--watch-preserve-output'] : []),
      join(root, 'sandbox-runner/src/index.ts'),
    ],
    env,
  };
}

/**
 * What a caller can wait for after the site responds.
 *
 * @param runner resolves when a runner accepts runs
 * @param prepared resolves when the node is prepared, or with the reason why it cannot be
 */
function milestones(
  runner: Promise<void>,
  prepared: Promise<NoSandboxes | undefined>,
  record: PreparationRecord,
): Pick<Stack, 'runner' | 'prepared'> {
  const runnerOrReason = async (): Promise<NoSandboxes | undefined> =>
    Promise.race([
      runner.then(() => undefined),
      prepared.then((reason) => reason ?? runner.then(() => undefined)),
    ]);
  const nodePrepared = async (): Promise<void> => {
    if ((await prepared) !== undefined) return;
    await runner;
    record.close();
  };
  const reached = { runner: runnerOrReason(), prepared: nodePrepared() };
  // If everything is stopped in the meantime, no one awaits these.
  for (const promise of [reached.runner, reached.prepared]) promise.catch(() => {});
  return reached;
}
