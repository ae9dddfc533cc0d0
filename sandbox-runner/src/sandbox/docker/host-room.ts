import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bytesPerMib, formatBinaryBytes } from '@dfm/contracts/quantity';
import type { RunnerEnv } from '../../config/env.ts';
import { HostFull, type HostRoom } from '../host-room.ts';
import { diskFolderOf } from './disk-folder.ts';

/** `st_blocks` counts these, whatever the file system's own blocks are (stat(2)). */
const bytesPerBlock = 512;

/**
 * @param templatePath the disk that every sandbox begins as a copy of
 * @param sharesBlocks whether the copy takes no room
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
 * Where their disks are in a file system of ours, that has more room than the host. Were it less, it would be
 * the host's fault all the same.
 */
export async function hostFreeBytes(sandboxesDir: string): Promise<number> {
  const rooms = await Promise.all([sandboxesDir, diskFolderOf(sandboxesDir)].map((folder) => statfs(folder)));
  return Math.min(...rooms.map(({ bavail, bsize }) => bavail * bsize));
}

/**
 * Disks are sparse files: a host that fills up would break the builds of everybody on it.
 *
 * @throws HostFull where there is too little room for one more
 */
export async function requireHostRoom(
  templatePath: string,
  sharesBlocks: boolean,
  env: Pick<RunnerEnv, 'HOST_DISK_RESERVE_MB'>,
): Promise<void> {
  const { freeBytes, neededBytes, isEnough } = await hostRoom(templatePath, sharesBlocks, env);
  if (isEnough) return;
  throw new HostFull(
    `${dirname(dirname(templatePath))} has ${formatBinaryBytes(freeBytes)} free; one more sandbox needs ${formatBinaryBytes(neededBytes)}, HOST_DISK_RESERVE_MB=${env.HOST_DISK_RESERVE_MB} among them. Free some, or lower the reserve`,
  );
}
