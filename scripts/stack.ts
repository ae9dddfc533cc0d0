import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startDatabase } from './database.ts';
import { MissingEngine, ensureDockerEngine } from './docker-engine.ts';
import { generateClient, migrate } from './migrate.ts';
import { installationSecret } from './secrets.ts';
import { Services } from './services.ts';
import { buildSite } from './site-build.ts';
import { step } from './steps.ts';

export const root = join(import.meta.dirname, '..');

export interface Stack {
  url: string;
  databaseUrl: string;
  /** Why no runner was started, and the command that would help; undefined when one runs. */
  withoutRunner: MissingEngine | undefined;
  /** Ends runner, site, database and an engine this call started, in that order. Safe to call twice. */
  stop(): Promise<void>;
}

/** Runs `sandbox-runner/src/cli/prepare.ts`: the sandbox image and the shelf. Its lines are shown as they come. */
async function prepareSandboxes(dataDir: string, say: (detail: string) => void): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'sandbox-runner/src/cli/prepare.ts')], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output.push(chunk.toString());
      const line = chunk.toString().trim().split('\n').at(-1);
      if (line) say(line.trim().slice(0, 90));
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`preparing the sandboxes ended with ${code}\n${output.join('').slice(-4_000)}`);
}

/** The Docker Engine, the sandbox image and the shelf. Every part is skipped when it is there already. */
export async function prepareEngine(dataDir: string): Promise<(() => Promise<void>) | undefined> {
  const stopEngine = await step('Docker Engine', (say) => ensureDockerEngine(dataDir, say));
  try {
    await step('sandbox image and shelf', (say) => prepareSandboxes(dataDir, say));
  } catch (error) {
    await stopEngine?.();
    throw error;
  }
  return stopEngine;
}

async function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

async function firstFreePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 50; port++) if (await portIsFree(port)) return port;
  throw new Error(`ports ${wanted}–${wanted + 49} are all taken; set PORT to a free one`);
}

async function waitFor(url: string, timeoutMs: number, logFile: string): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    const ok = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then((r) => r.ok, () => false);
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${url} did not answer within ${timeoutMs / 1000} s; see ${logFile}`);
}

/**
 * Brings the whole product up on this machine: engine, sandbox image, shelf, database, production build, site, runner.
 * Where no engine can be had, everything but the runner starts.
 * @param options.dataDir shelf and sandboxes
 * @param options.stateDir database, logs and secrets; the same folder unless an empty database is wanted
 * @param options.port first port to try for the site
 * @throws what a step threw, after ending what was started
 */
export async function startStack(options: { dataDir: string; stateDir?: string; port: number }): Promise<Stack> {
  const { dataDir, stateDir = dataDir } = options;
  mkdirSync(stateDir, { recursive: true });
  const cleanUps: (() => Promise<void>)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= (async () => { for (const cleanUp of cleanUps.reverse()) await cleanUp(); })());

  try {
    let withoutRunner: MissingEngine | undefined;
    try {
      const stopEngine = await prepareEngine(dataDir);
      if (stopEngine) cleanUps.push(stopEngine);
    } catch (error) {
      if (!(error instanceof MissingEngine)) throw error;
      withoutRunner = error;
    }

    const database = await step('database', () => startDatabase(stateDir));
    cleanUps.push(() => database.stop());
    await step('migrations', () => migrate(database.url));
    await step('site', async (say) => {
      await generateClient();
      return buildSite(root, say);
    });

    const port = await firstFreePort(options.port);
    const url = `http://localhost:${port}`;
    const shared = { SITE_URL: url, DATA_DIR: dataDir, RUNNER_TOKEN: installationSecret(stateDir, 'RUNNER_TOKEN') };
    const services = new Services(join(stateDir, 'logs'), (name, code) => console.log(`  ${name} ended with ${code}; starting it again (log: ${join(stateDir, 'logs', `${name}.log`)})`));
    cleanUps.push(() => services.stop(['runner', 'site']));

    await step('services', async () => {
      services.start({
        name: 'site',
        command: process.execPath,
        args: [join(root, 'node_modules/next/dist/bin/next'), 'start', '--port', String(port)],
        env: { ...shared, NODE_ENV: 'production', DATABASE_URL: database.url, AUTH_SECRET: installationSecret(stateDir, 'AUTH_SECRET'), CONTENT_DIR: join(root, 'content'), NEXT_TELEMETRY_DISABLED: '1' },
      });
      if (!withoutRunner) {
        services.start({ name: 'runner', command: process.execPath, args: [join(root, 'sandbox-runner/src/index.ts')], env: shared });
      }
      await waitFor(`${url}/healthz`, 60_000, join(stateDir, 'logs', 'site.log'));
    });
    return { url, databaseUrl: database.url, withoutRunner, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
