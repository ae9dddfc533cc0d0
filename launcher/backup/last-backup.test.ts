import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastBackup, recordBackup } from './last-backup.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'last-backup-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('the newest backup is known', async () => {
  expect(await lastBackup(dataDir)).toBeUndefined();
  await recordBackup(dataDir, '/backups/monday');
  const from = Date.now();
  await recordBackup(dataDir, '/backups/tuesday');
  const { at, file } = (await lastBackup(dataDir))!;
  expect(file).toBe('/backups/tuesday');
  expect(at.getTime()).toBeGreaterThanOrEqual(from);
});

test('without a data folder, a backup is complete all the same', async () => {
  await recordBackup(join(dataDir, 'none'), '/backups/monday');
  expect(await lastBackup(join(dataDir, 'none'))).toBeUndefined();
});

test('a record that is damaged is not taken for a backup', async () => {
  await writeFile(join(dataDir, 'last-backup.json'), '{"at":"soon"}');
  await expect(lastBackup(dataDir)).rejects.toThrow('at');
});
