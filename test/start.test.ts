import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRunnerEnv } from '../sandbox-runner/src/config/env.ts';
import { countsOf, remnantsIn } from '../sandbox-runner/test/remnants.ts';

const root = resolve(import.meta.dirname, '..');
const machine = readRunnerEnv();
/** In the environment of every process that a start creates, including indirect children. */
const mark = `START_TEST=${randomUUID()}`;

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(machine.DATA_DIR, 'start-test-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** `npm start` in its own process group, as in a terminal. */
function start(settings: Record<string, string> = {}) {
  // Prebuilds the layers of one small exercise instead of all.
  const child = spawn('node', ['scripts/bootstrap.mjs', 'start'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      START_TEST: mark.split('=')[1],
      DATA_DIR: dataDir,
      SHELF_DIR: machine.SHELF_DIR,
      PORT: '3700',
      SANDBOX_DISK_MB: '4096',
      PREBUILD_CONTENT_DIR: join(root, 'test/faults/content'),
      DATABASE_URL: '',
      ...settings,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close') as Promise<[number | null]>;
  return {
    output: () => output,
    async printed(pattern: RegExp): Promise<void> {
      for (const until = Date.now() + 150_000; !pattern.test(output); await delay(20)) {
        if (child.exitCode !== null || Date.now() > until)
          throw new Error(`never printed ${pattern}:\n${output}`);
      }
    },
    /** @returns the exit code */
    async interrupt(how: () => void = () => process.kill(-child.pid!, 'SIGINT')): Promise<number | null> {
      how();
      return (await ended)[0];
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/**
 * Everything that a start has created on this machine: its processes, by their environment, and remains of
 * sandboxes.
 */
async function remains() {
  const processes: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(mark))
      processes.push(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => pid));
  }
  return { processes, remnants: countsOf(await remnantsIn(dataDir, machine.DOCKER_SOCKET)) };
}
const nothing = { processes: [], remnants: {} };

async function sandboxes(): Promise<number> {
  return (await remains()).remnants.container ?? 0;
}

test('leaves nothing running if it is interrupted while it creates the sandboxes’ disk', async () => {
  const run = start();
  await run.printed(/loading /);
  expect(await sandboxes()).toBe(1);
  expect(await run.interrupt()).toBe(0);
  expect(await remains()).toEqual(nothing);
});

test('reports a failed preparation while the site is up, and Ctrl C ends the wait for the retry', async () => {
  const file = join(dataDir, 'no-folder');
  await writeFile(file, '');
  const run = start({ SHELF_DIR: join(file, 'shelf') });
  await run.printed(/could not be prepared: .*no-folder[^]*The next attempt starts in 30 s/);
  await run.printed(/is at http/);
  const url = /is at (http\S+)/.exec(run.output())?.[1];
  const preparation = await (await fetch(`${url}/api/preparation?exercise=first-image`)).json();
  expect(preparation).toMatchObject({
    runners: 0,
    preparation: { failure: { message: expect.stringContaining('no-folder') } },
  });
  expect(await run.interrupt()).toBe(0);
  expect(await remains()).toEqual(nothing);
});

test('the next start continues from there, and Ctrl C stops everything', async () => {
  const run = start();
  await run.printed(/everything is prepared/);
  // The warm sandbox is replaced by one with the prebuilt layers.
  await expect
    .poll(async () => (await remains()).remnants, { timeout: 60_000 })
    .toMatchObject({ container: 1, mount: 1, 'loop device': 1 });
  expect(await run.interrupt()).toBe(0);
  expect(await remains()).toEqual(nothing);
});

test('another start prepares nothing again, and stops in order when its parent process is killed', async () => {
  const run = start();
  await run.printed(/everything is prepared/);
  expect(run.output()).toContain('✓ site: unchanged');
  expect(run.output()).not.toMatch(/building|downloading|resolving|loading|saving|starting an engine/);
  await run.interrupt(run.kill);
  for (const until = Date.now() + 30_000; (await remains()).processes.length > 0 && Date.now() < until;)
    await delay(50);
  expect(await remains()).toEqual(nothing);
  expect(run.output()).toContain('✓ stopped');
});
