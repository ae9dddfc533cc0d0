import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { restoredFolder, takeOverRestored, unfinishedFolder, unfinishedStore } from './restored.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'restored-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test.each<[string, string[]]>([
  ['in one go', ['postgres', 'secrets']],
  ['after it was killed in between', ['secrets']],
])('moves what was restored to its place, %s', async (_name, left) => {
  await mkdir(join(dataDir, 'shelf'));
  for (const name of ['postgres', 'secrets'])
    await mkdir(join(left.includes(name) ? restoredFolder(dataDir) : dataDir, name), { recursive: true });
  await mkdir(unfinishedStore(dataDir));
  await takeOverRestored(dataDir);
  expect((await readdir(dataDir)).toSorted()).toEqual(['content-store', 'postgres', 'secrets', 'shelf']);
});

test('leaves a restore that is not complete alone', async () => {
  for (const folder of [join(unfinishedFolder(dataDir), 'postgres'), unfinishedStore(dataDir)])
    await mkdir(folder, { recursive: true });
  await takeOverRestored(dataDir);
  expect((await readdir(dataDir)).toSorted()).toEqual(['content-store.unfinished', 'restore.unfinished']);
});
