import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { runChild } from './child.ts';
import type { CleanUps } from './clean-ups.ts';
import { startDatabase } from './database.ts';
import { ensureDockerEngine } from './docker-engine.ts';
import { generateClient, migrate } from './migrate.ts';
import { NoSandboxes } from './no-sandboxes.ts';
import { asRoot, giveToOwner, isRoot, owner } from './owner.ts';
import { installationSecret } from './secrets.ts';
import { Services } from './services.ts';
import { buildSite } from './site-build.ts';
import { step } from './steps.ts';
import { userNamespaceRestriction } from './user-namespaces.ts';

export const root = join(import.meta.dirname, '..');

export interface Stack {
  url: string;
  databaseUrl: string;
  /** Why no runner was started, and the command that would help; undefined when one runs. */
  withoutRunner: NoSandboxes | undefined;
}

/** The sandbox image and the shelf, by `sandbox-runner/src/cli/prepare.ts`. */
async function prepareSandboxes(dataDir: string, say: (detail: string) => void, cleanUps: CleanUps): Promise<void> {
  const program = join(root, 'sandbox-runner/src/cli/prepare.ts');
  await runChild(process.execPath, [program], { cwd: root, env: { ...process.env, DATA_DIR: dataDir }, onLine: (line) => say(line.slice(0, 90)) }, cleanUps);
}

/**
 * The Docker Engine, the sandbox image and the shelf. Every part is skipped when it is there already.
 * @throws NoSandboxes with what to type where this machine cannot have them
 */
export async function prepareEngine(dataDir: string, cleanUps: CleanUps): Promise<void> {
  if (!isRoot) throw new NoSandboxes('the Docker Engine and the disks of sandboxes need root', await asRoot(`npm ${process.env.npm_lifecycle_event ?? 'start'}`));
  const stopEngine = await step('Docker Engine', (say) => ensureDockerEngine(dataDir, say));
  if (stopEngine) await cleanUps.add(stopEngine);
  const restriction = await userNamespaceRestriction();
  if (restriction) console.log(`  ${restriction.message}\n  To mend it:  ${restriction.command}`);
  try {
    await step('sandbox image and shelf', (say) => prepareSandboxes(dataDir, say, cleanUps));
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new NoSandboxes(restriction?.message ?? `the sandboxes could not be prepared: ${said}`, restriction?.command ?? 'npm start, when it is mended: it goes on from here', { cause });
  }
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

async function waitFor(url: string, timeoutMs: number, logFile: string, cleanUps: CleanUps): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    const ok = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then((r) => r.ok, () => false);
    if (ok) return;
    if (cleanUps.requested) throw new Error('stopped');
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
 * @param cleanUps gets what ends it: runner, site, database and an engine this call started, in that order
 * @throws what a step threw, after ending what was started
 */
export async function startStack(cleanUps: CleanUps, options: { dataDir: string; stateDir?: string; port: number }): Promise<Stack> {
  const { dataDir, stateDir = dataDir } = options;
  mkdirSync(stateDir, { recursive: true });
  try {
    let withoutRunner: NoSandboxes | undefined;
    try {
      await prepareEngine(dataDir, cleanUps);
    } catch (error) {
      if (!(error instanceof NoSandboxes) || cleanUps.requested) throw error;
      withoutRunner = error;
    }

    const database = await step('database', () => startDatabase(stateDir));
    await cleanUps.add(() => database.stop());
    await step('migrations', () => migrate(database.url));
    await step('site', async (say) => {
      await generateClient();
      return buildSite(root, say, cleanUps);
    });

    const port = await firstFreePort(options.port);
    const url = `http://localhost:${port}`;
    const shared = { SITE_URL: url, DATA_DIR: dataDir, RUNNER_TOKEN: installationSecret(stateDir, 'RUNNER_TOKEN') };
    const services = new Services(join(stateDir, 'logs'), (name, code) => console.log(`  ${name} ended with ${code}; starting it again (log: ${join(stateDir, 'logs', `${name}.log`)})`));
    await cleanUps.add(() => services.stop(['runner', 'site']));
    await giveToOwner();

    await step('services', async () => {
      services.start({
        name: 'site',
        account: owner(),
        command: process.execPath,
        args: [join(root, 'scripts/site-server.ts')],
        env: { ...shared, PORT: String(port), NODE_ENV: 'production', DATABASE_URL: database.url, AUTH_SECRET: installationSecret(stateDir, 'AUTH_SECRET'), OPERATOR_KEY: installationSecret(stateDir, 'OPERATOR_KEY'), CONTENT_DIR: join(root, 'content'), NEXT_TELEMETRY_DISABLED: '1' },
      });
      if (!withoutRunner) {
        services.start({ name: 'runner', command: process.execPath, args: [join(root, 'sandbox-runner/src/index.ts')], env: shared });
      }
      await waitFor(`${url}/readyz`, 60_000, join(stateDir, 'logs', 'site.log'), cleanUps);
    });
    return { url, databaseUrl: database.url, withoutRunner };
  } catch (error) {
    await cleanUps.run();
    throw error;
  }
}
