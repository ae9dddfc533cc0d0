import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunnerEnv } from '../src/config/env.ts';
import { connectEngine } from '../src/engine/connect.ts';
import { runCommand } from '../src/host/command.ts';
import { prepareSandboxImage } from '../src/preparation/prepare.ts';
import { type DiskFolder, diskOf, openDiskFolder } from '../src/sandbox/docker/disk-folder.ts';
import { canMapOwners } from '../src/sandbox/docker/disk-mounts.ts';
import { type MadeSandbox, makeSandbox } from '../src/sandbox/docker/make-sandbox.ts';
import { sandboxesDir } from '../src/sandbox/docker/sandbox-dirs.ts';
import { claimSlot, freeSlot, type Slot } from '../src/sandbox/docker/slot.ts';
import { type Template, templateOf } from '../src/sandbox/docker/template.ts';
import { uidOfSlot } from '../src/sandbox/docker/uid-range.ts';
import { prepareShelf } from '../src/shelf/prepare.ts';
import { build, testEnv } from './sandbox-fixture.ts';

let env: RunnerEnv;
let folder: DiskFolder;
let template: Template;
/** Reserves the first slot, whose IDs are the same as on the disk, so that no sandbox of these tests uses it. */
let first: Slot;

beforeAll(async () => {
  env = testEnv();
  await prepareShelf(env, () => {});
  folder = await openDiskFolder(sandboxesDir(env.DATA_DIR), console.error);
  await prepareSandboxImage(env, () => {});
  template = await templateOf(env);
  first = await claimSlot(sandboxesDir(env.DATA_DIR));
});
afterAll(async () => {
  await freeSlot(first);
  await folder.close();
});

const base = 'FROM debian:bookworm-slim\n';

/** Owner of a file on the disk itself, regardless of what a mount shows. */
async function ownerOnDisk(disk: string, path: string): Promise<number> {
  await runCommand('sync', ['--file-system', join(disk, '..')]);
  return Number(/User:\s+(\d+)/.exec(await runCommand('debugfs', ['-R', `stat ${path}`, disk]))?.[1]);
}

/** Creates a sandbox, builds in it, and returns the owners of its files. */
async function owners(
  isMapped: boolean,
): Promise<{ slot: Slot; uid: number; isMapped: boolean; shown: number; onDisk: number }> {
  const made: MadeSandbox = await makeSandbox(connectEngine(env.DOCKER_SOCKET), env, template, {
    kind: folder.isOwnFileSystem ? 'direct' : 'buffered',
    sharesBlocks: folder.sharesBlocks,
    mapsOwners: isMapped,
  });
  try {
    // Reads files of the template, adds a file, and changes one.
    const outcome = await build(
      made.sandbox,
      `${base}RUN id -u > /who && stat -c %u:%g /etc/passwd /usr/bin/su >> /who && echo x >> /etc/passwd && [ -u /usr/bin/su ]\nRUN cat /who\n`,
    );
    expect(outcome).toMatchObject({ kind: 'built' });
    expect(outcome.log).toContain('0\n0:0\n0:0\n');
    const number = Number(made.sandbox.id.split('-')[0]);
    const slot = { number, dir: join(sandboxesDir(env.DATA_DIR), `slot-${number}`) };
    const mount = (await readFile('/proc/self/mounts', 'utf8'))
      .split('\n')
      .find((line) => line.includes(` ${slot.dir}/data `));
    const path = 'docker/buildkit/history.db';
    const { uid: shown } = await stat(join(slot.dir, 'data', path));
    return {
      slot,
      uid: uidOfSlot(env.SANDBOX_UID_BASE, number),
      isMapped: mount?.includes('idmapped') ?? false,
      shown,
      onDisk: await ownerOnDisk(diskOf(slot.dir), `/${path}`),
    };
  } finally {
    await made.destroy();
  }
}

test('if the kernel maps owners, an engine works with files that keep the template’s owners', async () => {
  const notes: string[] = [];
  expect([await canMapOwners(env, (text) => notes.push(text)), notes]).toEqual([true, []]);
  const found = await owners(true);
  expect(found.slot.number).toBeGreaterThan(0);
  expect(found).toMatchObject({ isMapped: true, shown: found.uid, onDisk: template.uid });
});

test('if it does not, the owner of each file is changed', async () => {
  const found = await owners(false);
  expect(found.slot.number).toBeGreaterThan(0);
  expect(found).toMatchObject({ isMapped: false, shown: found.uid, onDisk: found.uid });
});

test('a failed test of owner mapping is reported and leaves nothing behind', async () => {
  // The last of these IDs is beyond the kernel's range.
  const notes: string[] = [];
  expect(await canMapOwners({ ...env, SANDBOX_UID_BASE: 2 ** 32 - 70_000 }, (text) => notes.push(text))).toBe(
    false,
  );
  expect(notes).toEqual([expect.stringMatching(/^the owners of all files are changed.*Invalid argument/s)]);
  expect(await readFile('/proc/self/mounts', 'utf8')).not.toContain(
    join(sandboxesDir(env.DATA_DIR), 'slot-'),
  );
});

test('the disks of two sandboxes share the blocks of the template', async () => {
  const host = connectEngine(env.DOCKER_SOCKET);
  const disks = { kind: 'direct', sharesBlocks: true, mapsOwners: true } as const;
  const made = await Promise.all([
    makeSandbox(host, env, template, disks),
    makeSandbox(host, env, template, disks),
  ]);
  try {
    const image = `${join(sandboxesDir(env.DATA_DIR), 'disks')}.xfs`;
    const { blocks } = await stat(template.path);
    expect((await stat(image)).blocks).toBeLessThan(2 * blocks);
    for (const { sandbox } of made) {
      const disk = diskOf(join(sandboxesDir(env.DATA_DIR), `slot-${sandbox.id.split('-')[0]}`));
      const extents = (await runCommand('filefrag', ['-v', disk]))
        .split('\n')
        .filter((line) => /^\s+\d+:/.test(line));
      expect(extents.filter((line) => line.includes('shared')).length).toBeGreaterThan(extents.length / 4);
    }
  } finally {
    await Promise.all(made.map(({ destroy }) => destroy()));
  }
});
