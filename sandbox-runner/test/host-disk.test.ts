import { open, readdir, readFile, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultDocument } from '@dfm/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunnerEnv } from '../src/config/env.ts';
import { runCommand } from '../src/host/command.ts';
import { prepareSandboxImage } from '../src/preparation/prepare.ts';
import { executeRun } from '../src/runs/run.ts';
import { createSandboxPool } from '../src/sandbox/create-pool.ts';
import { openDiskFolder } from '../src/sandbox/docker/disk-folder.ts';
import { makeDisk, mountDisk, removeDisk, unmountDisk } from '../src/sandbox/docker/disk.ts';
import { templateOf } from '../src/sandbox/docker/template.ts';
import type { SandboxPool } from '../src/sandbox/pool.ts';
import { prepareShelf } from '../src/shelf/prepare.ts';
import { minimalExercise } from '../src/submission/testing/minimal-exercise.ts';
import { build, testEnv } from './sandbox-fixture.ts';

const mb = 1024 * 1024;

/** A separate disk as the host's. A single file represents all other data on it. */
let folder: string;
let disk: string;
let env: RunnerEnv;
let pool: SandboxPool;

beforeAll(async () => {
  const machine = testEnv();
  await prepareShelf(machine, () => {});
  await prepareSandboxImage(machine, () => {});
  disk = join(machine.DATA_DIR, 'host-disk.ext4');
  folder = join(machine.DATA_DIR, 'host-disk');
  await makeDisk(disk, 6_144);
  await mountDisk(disk, folder, 'buffered');
  env = { ...testEnv({ HOST_DISK_RESERVE_MB: '512' }), DATA_DIR: folder };
  const [from, to] = await Promise.all([templateOf(machine), templateOf(env)]);
  const folders = await Promise.all(
    [machine.DATA_DIR, folder].map((dir) => openDiskFolder(join(dir, 'sandboxes'), console.error)),
  );
  await runCommand('cp', ['--sparse=always', from.path, to.path]);
  pool = await createSandboxPool(env, (error) => console.error(error));
  for (const opened of folders) await opened.close();
});
beforeEach(() => leave(4_096));
afterAll(async () => {
  await pool.close();
  await unmountDisk(folder);
  await removeDisk(disk);
  await rm(folder, { recursive: true });
});

/** Fills the host's disk up to this much free space. */
async function leave(roomMb: number): Promise<void> {
  const other = join(folder, 'other');
  await rm(other, { force: true });
  const { bavail, bsize } = await statfs(folder);
  const bytes = bavail * bsize - roomMb * mb;
  if (bytes > 0) await runCommand('fallocate', ['--length', String(bytes), other]);
}

async function freeMb(): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return (bavail * bsize) / mb;
}

async function run(dockerfile: string): Promise<{ result: ResultDocument; faults: unknown[] }> {
  const faults: unknown[] = [];
  const result = await executeRun(
    {
      runId: `host-disk-${process.pid}`,
      learnerKey: 'learner',
      exercise: minimalExercise,
      files: [{ path: 'Dockerfile', encoding: 'utf8', data: dockerfile, mode: 0o644 }],
      sandboxAfter: 'discard',
    },
    {
      pool,
      limits: env,
      signal: new AbortController().signal,
      onEvent: () => undefined,
      onFault: (fault) => faults.push(fault),
    },
  );
  return { result, faults };
}

const writing300Mb = 'FROM debian:bookworm-slim\nRUN dd if=/dev/urandom of=/big bs=1M count=300 && sync';
/** Space that our own file system uses up over time. */
const wornMb = 16;

test('a destroyed sandbox frees its disk space, loop device and mount immediately', async () => {
  const before = await freeMb();
  const sandbox = await pool.acquire('ada');
  await build(sandbox, writing300Mb);
  await expect.poll(async () => before - (await freeMb()), { timeout: 60_000 }).toBeGreaterThan(250);
  await pool.release(sandbox, 'discard');
  expect(before - (await freeMb())).toBeLessThan(wornMb);
  expect(await runCommand('losetup', ['--list', '--noheadings', '--output', 'BACK-FILE'])).not.toContain(
    join(folder, 'sandboxes/disks/'),
  );
  expect(await readFile('/proc/self/mounts', 'utf8')).not.toContain(join(folder, 'sandboxes/slot-'));
});

test('a removed disk that a host process still holds open takes no space', async () => {
  const before = await freeMb();
  const sandbox = await pool.acquire('ada');
  await build(sandbox, writing300Mb);
  const [slot = ''] = (await readdir(join(folder, 'sandboxes'))).filter((name) => name.startsWith('slot-'));
  // Like a process with its own mount namespace that holds the loop device.
  const held = await open(join(folder, 'sandboxes/disks', `${slot}.ext4`));
  await pool.release(sandbox, 'discard');
  expect(before - (await freeMb())).toBeLessThan(wornMb);
  await held.close();
});

test('no sandbox is created if there is too little space, and this is reported as our fault', async () => {
  await leave(450);
  expect(await pool.room()).toMatchObject({ isEnough: false });
  const { result, faults } = await run('FROM debian:bookworm-slim\n');
  expect(result).toMatchObject({
    status: 'infrastructure',
    failure: { phase: 'sandbox', message: expect.stringContaining('out of disk space') },
  });
  expect(String(faults[0])).toMatch(
    /has [\d.,]+ MiB free; another sandbox needs [\d.,]+ MiB, including HOST_DISK_RESERVE_MB=512/,
  );
  await leave(4_096);
  expect(await pool.room()).toMatchObject({ isEnough: true });
  expect((await run('FROM debian:bookworm-slim\n')).result).toMatchObject({ status: 'graded' });
});

test.each([
  ['fails', 'dd if=/dev/zero of=/big bs=1M count=3000 conv=fsync'],
  ['appears to succeed', 'dd if=/dev/zero of=/big bs=1M count=3000 || true'],
])('a build that %s while the host’s disk fills up costs no attempt', async (_name, command) => {
  await leave(1_800);
  const { result, faults } = await run(`FROM debian:bookworm-slim\nRUN ${command}\n`);
  expect(result).toMatchObject({
    status: 'infrastructure',
    failure: { message: expect.stringContaining('this run is not counted') },
  });
  expect(String(faults[0])).toMatch(/B of disk space left/);
});
