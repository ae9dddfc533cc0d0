import { access, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { podDir, sweepPodFolders } from './pod-folders.ts';

test('the folders of dead processes are removed, also if a new process has the same ID', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pod-folders-'));
  try {
    const own = await podDir(dataDir, 'a1');
    const dead = join(dataDir, 'pods', `${process.pid}-1`, 'b2');
    for (const dir of [own, dead]) await mkdir(dir, { recursive: true });
    await sweepPodFolders(dataDir);
    await access(own);
    await expect(access(dead)).rejects.toThrow('ENOENT');
  } finally {
    await rm(dataDir, { recursive: true });
  }
});

test('without any folder, there is nothing to remove', async () => {
  await expect(sweepPodFolders('/nonexistent')).resolves.toBeUndefined();
});
