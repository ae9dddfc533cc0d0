import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, processMark } from '../../host/process-mark.ts';

/** Folders of all processes of this machine, with the sockets that lead to their pods. */
const foldersIn = (dataDir: string) => join(dataDir, 'pods');

/** Folder of this process for the sockets of one pod. Its path is short, as the path of a socket has to be. */
export async function podDir(dataDir: string, id: string): Promise<string> {
  const mark = (await processMark(process.pid)) ?? '';
  return join(foldersIn(dataDir), mark.replace(' ', '-'), id);
}

/** Removes the folders of processes that are no longer running. */
export async function sweepPodFolders(dataDir: string): Promise<void> {
  for (const name of await readdir(foldersIn(dataDir)).catch(() => []))
    if (!(await isRunning(name.replace('-', ' '))))
      await rm(join(foldersIn(dataDir), name), { recursive: true, force: true });
}
