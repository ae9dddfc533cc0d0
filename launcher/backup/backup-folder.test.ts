import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleteOld, fileInFolder, isFolder, newestIn } from './backup-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

const now = new Date('2026-11-26T03:15:07.500Z');
const withFiles = (...names: string[]) => Promise.all(names.map((name) => writeFile(join(folder, name), '')));

test('a folder is told from a file, and from what does not exist', async () => {
  await withFiles('file');
  expect([folder, join(folder, 'file'), join(folder, 'nothing')].map(isFolder)).toEqual([true, false, false]);
});

test('a file has the time in its name, and whether it is encrypted', () => {
  const names = [true, false].map((isEncrypted) => fileInFolder('/backups', { now, isEncrypted }));
  expect(names).toEqual([
    '/backups/course-2026-11-26T03-15-07Z.tar.gz.age',
    '/backups/course-2026-11-26T03-15-07Z.tar.gz',
  ]);
});

test('the newest backup is the last that is complete', async () => {
  await withFiles(
    'course-2026-11-25T03-15-00Z.tar.gz.age',
    'course-2026-11-26T03-15-00Z.tar.gz',
    'course-2026-11-27T03-15-00Z.tar.gz.unfinished',
    'course-of-last-year.tar.gz',
  );
  expect(await newestIn(folder)).toBe(join(folder, 'course-2026-11-26T03-15-00Z.tar.gz'));
});

test('a folder without backups has no newest one', async () => {
  await withFiles('course-of-last-year.tar.gz');
  await expect(newestIn(folder)).rejects.toThrow(/has no file with a name that dfm backup gives/);
});

test('what is older than some days is deleted, and nothing that has a different name', async () => {
  const kept = [
    'course-2026-11-24T03-15-08Z.tar.gz.age',
    'course-2026-11-26T03-15-07Z.tar.gz',
    'course-2026-11-01.tar.gz.age',
    'notes-2026-11-01T03-15-00Z.tar.gz',
  ];
  await withFiles(
    ...kept,
    'course-2026-11-24T03-15-07Z.tar.gz.age',
    'course-2025-12-31T03-15-07Z.tar.gz.unfinished',
  );
  expect(await deleteOld(folder, { days: 2, now })).toBe(2);
  expect((await readdir(folder)).toSorted()).toEqual(kept.toSorted());
});
