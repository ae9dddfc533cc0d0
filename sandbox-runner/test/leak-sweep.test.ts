import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readRunnerEnv } from '../src/config/env.ts';
import { connectEngine } from '../src/engine/connect.ts';
import { importRoot } from '../src/engine/host.ts';
import { removeImage } from '../src/engine/images.ts';
import { dockerHost } from '../src/sandbox/docker/docker-host.ts';
import { claimSlot } from '../src/sandbox/docker/slot.ts';
import { LeakSweep } from '../src/sandbox/leak-sweep.ts';

const { DOCKER_SOCKET } = readRunnerEnv();
const host = connectEngine(DOCKER_SOCKET);
const image = `dfm-test-leaks-${process.pid}:any`;
const quiet = { warn: () => undefined, error: () => undefined };
let dataDir: string;
let made: string[];
let found: number;

beforeAll(async () => {
  const root = pack();
  root.entry({ name: 'of' }, 'leak tests');
  root.finalize();
  await importRoot(host, Readable.from(root), image, ['CMD ["none"]']);
});
afterAll(() => removeImage(host, image));
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dfm-leaks-'));
  await mkdir(join(dataDir, 'sandboxes'));
  made = [];
  found = 0;
});
afterEach(async () => {
  for (const id of made)
    await host
      .getContainer(id)
      .remove({ force: true })
      .catch(() => undefined);
  await rm(dataDir, { recursive: true });
});

/** Creates a container with the label of a slot. */
async function containerOf(slot: string): Promise<string> {
  const { id } = await host.createContainer({ Image: image, Labels: { 'dfm.sandbox': slot } });
  made.push(id);
  return id;
}

const exists = (id: string) =>
  host
    .getContainer(id)
    .inspect()
    .then(
      () => true,
      () => false,
    );
const envOf = (socket: string) => readRunnerEnv({ DATA_DIR: dataDir, DOCKER_SOCKET: socket });
const sweep = () => new LeakSweep(dockerHost(envOf(DOCKER_SOCKET)), quiet, (count) => (found += count));

test('a container of a removed slot is removed and counted; one with a live owner, and one of another folder, stay', async () => {
  const { dir: owned } = await claimSlot(join(dataDir, 'sandboxes'));
  const [stray, living, foreign] = [
    await containerOf(join(dataDir, 'sandboxes/slot-7')),
    await containerOf(owned),
    await containerOf(`${dataDir}-other/sandboxes/slot-7`),
  ];
  const leaks = sweep();
  await leaks.sweep();
  expect([await exists(stray), await exists(living), await exists(foreign)]).toEqual([false, true, true]);
  expect([found, leaks.failure]).toEqual([1, undefined]);
  await leaks.sweep();
  expect(found).toBe(1);
});

test('a slot of a dead owner is removed with its container', async () => {
  const slot = join(dataDir, 'sandboxes/slot-3');
  await mkdir(slot);
  // No process has this ID.
  await writeFile(join(slot, 'owner'), '4194304 1');
  const container = await containerOf(slot);
  const leaks = sweep();
  await leaks.sweep();
  expect([await exists(container), found]).toEqual([false, 1]);
});

test('an unreachable engine is reported as the reason', async () => {
  const away = new LeakSweep(dockerHost(envOf(join(dataDir, 'no.sock'))), quiet, () => undefined);
  await away.sweep();
  expect(away.failure).toContain('could not be removed');
});
