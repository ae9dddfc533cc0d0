import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { CleanUps } from './clean-ups.ts';
import { startDatabase } from './database.ts';
import { generateClient, migrate } from './migrate.ts';
import type { NoSandboxes } from './no-sandboxes.ts';
import { giveToOwner, owner } from './owner.ts';
import { PreparationRecord } from './preparation-record.ts';
import { nodeSteps, prepareInBackground } from './sandboxes.ts';
import { installationSecret } from './secrets.ts';
import { Services } from './services.ts';
import { buildSite } from './site-build.ts';
import { printLine, step } from './steps.ts';

export const root = join(import.meta.dirname, '..');

export interface Stack {
  url: string;
  databaseUrl: string;
  /** Resolves when runs can start, or with the reason why none will and the command that helps. */
  runner: Promise<NoSandboxes | undefined>;
  /** Resolves when everything is prepared. */
  prepared: Promise<void>;
}

async function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

async function firstFreePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + 50; port++) if (await portIsFree(port)) return port;
  throw new Error(`ports ${preferred}–${preferred + 49} are all in use; set PORT to a free one`);
}

async function waitFor(url: string, timeoutMs: number, logFile: string, cleanUps: CleanUps): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    const ok = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      (r) => r.ok,
      () => false,
    );
    if (ok) return;
    if (cleanUps.requested) throw new Error('stopped');
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${url} did not answer within ${timeoutMs / 1000} s; see ${logFile}`);
}

/** Polls the site until a runner accepts runs. @returns false if everything is being stopped in the meantime */
async function runnerConnected(url: string, cleanUps: CleanUps): Promise<boolean> {
  while (!cleanUps.requested) {
    const runners = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      async (response) => ((await response.json()) as { runners?: number }).runners ?? 0,
      () => 0,
    );
    if (runners > 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
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
  options: { dataDir: string; stateDir?: string; port: number; mode?: 'production' | 'development' },
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
    const [database] = await Promise.all([
      (async () => {
        const started = await step('database', () => startDatabase(stateDir));
        await cleanUps.add(() => started.stop());
        await step('migrations', () => migrate(started.url));
        return started;
      })(),
      step('site', async (report) => {
        await generateClient();
        return mode === 'production' ? buildSite(root, report, cleanUps) : undefined;
      }),
    ]);

    const port = await firstFreePort(options.port);
    const url = `http://localhost:${port}`;
    const shared = {
      SITE_URL: url,
      DATA_DIR: dataDir,
      RUNNER_TOKEN: installationSecret(stateDir, 'RUNNER_TOKEN'),
    };
    const services = new Services(join(stateDir, 'logs'), (name, code) =>
      printLine(
        `  ${name} exited with ${code}; restarting it (log: ${join(stateDir, 'logs', `${name}.log`)})`,
      ),
    );
    const stopServices = () => services.stop(['runner', 'site']);
    await cleanUps.add(stopServices);
    await giveToOwner();

    await step('services', async () => {
      services.start({
        name: 'site',
        account: owner(),
        command: process.execPath,
        args: [join(root, 'launcher/site-server.ts')],
        env: {
          ...shared,
          SITE_URL: process.env.SITE_URL ?? url,
          PORT: String(port),
          NODE_ENV: mode,
          DATABASE_URL: database.url,
          AUTH_SECRET: installationSecret(stateDir, 'AUTH_SECRET'),
          OPERATOR_KEY: installationSecret(stateDir, 'OPERATOR_KEY'),
          CONTENT_DIR: join(root, 'content'),
          PREPARATION_FILE: preparationFile,
          NEXT_TELEMETRY_DISABLED: '1',
        },
      });
      await waitFor(`${url}/readyz`, 60_000, join(stateDir, 'logs', 'site.log'), cleanUps);
    });

    answering.resolve();
    const startRunner = async (): Promise<void> => {
      await usable.promise;
      if (cleanUps.requested) return;
      record.report({ kind: 'started', step: 'runner' });
      // Added a second time, because an engine that was started after the site has to outlive the runner.
      await cleanUps.add(stopServices);
      services.start({
        name: 'runner',
        command: process.execPath,
        args: [
          ...(mode === 'development' ? ['--watch', '--watch-preserve-output'] : []),
          join(root, 'sandbox-runner/src/index.ts'),
        ],
        env: shared,
      });
      if (await runnerConnected(url, cleanUps)) record.report({ kind: 'done', step: 'runner' });
    };
    const runner = startRunner();
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
    const stack = { url, databaseUrl: database.url, runner: runnerOrReason(), prepared: nodePrepared() };
    // If everything is stopped in the meantime, no one awaits these.
    for (const promise of [stack.runner, stack.prepared]) promise.catch(() => {});
    return stack;
  } catch (error) {
    await cleanUps.run();
    throw error;
  }
}
