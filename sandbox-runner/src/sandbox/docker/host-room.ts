import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bytesPerMib, formatDistinct } from '@dfm/contracts/quantity';
import type { RunnerEnv } from '../../config/env.ts';
import { HostFull, type HostRoom } from '../host-room.ts';
import { diskFolderOf } from './disk-folder.ts';

/** `st_blocks` counts these, whatever the file system's own blocks are (stat(2)). */
const bytesPerBlock = 512;

/**
 * The space on the host for another sandbox.
 *
 * @param templatePath the disk that every sandbox starts as a copy of
 * @param sharesBlocks whether a new copy takes no space
 */
export async function hostRoom(
  templatePath: string,
  sharesBlocks: boolean,
  { HOST_DISK_RESERVE_MB }: Pick<RunnerEnv, 'HOST_DISK_RESERVE_MB'>,
): Promise<HostRoom> {
  const [freeBytes, { blocks }] = await Promise.all([
    hostFreeBytes(dirname(dirname(templatePath))),
    stat(templatePath),
  ]);
  const neededBytes = (sharesBlocks ? 0 : blocks * bytesPerBlock) + HOST_DISK_RESERVE_MB * bytesPerMib;
  return { freeBytes, neededBytes, isEnough: freeBytes >= neededBytes };
}

/**
 * Free space for sandboxes. If their disks are in our own file system, that has more space than the host. If
 * it ever had less, the host would be to blame too.
 */
export async function hostFreeBytes(sandboxesDir: string): Promise<number> {
  const rooms = await Promise.all([sandboxesDir, diskFolderOf(sandboxesDir)].map((folder) => statfs(folder)));
  return Math.min(...rooms.map(({ bavail, bsize }) => bavail * bsize));
}

/**
 * Disks are sparse files, so a host that fills up would break the builds of everyone on it.
 *
 * @throws HostFull if there is too little space for another sandbox
 */
export async function requireHostRoom(
  templatePath: string,
  sharesBlocks: boolean,
  env: Pick<RunnerEnv, 'HOST_DISK_RESERVE_MB'>,
): Promise<void> {
  const { freeBytes, neededBytes, isEnough } = await hostRoom(templatePath, sharesBlocks, env);
  if (isEnough) return;
  const [free, needed] = formatDistinct('binary-bytes', freeBytes, neededBytes);
  throw new HostFull(
    `${dirname(dirname(templatePath))} has ${free} free; another sandbox needs ${needed}, including HOST_DISK_RESERVE_MB=${env.HOST_DISK_RESERVE_MB}. Free some space, or lower the reserve`,
  );
}
