import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PlatformError } from '@dfm/contracts';
import type { RunnerEnv } from '../env.ts';
import { diskFolderOf } from './disk-folder.ts';

/** Room on the file system of the host that the sandboxes' disks lie on, for those who run the node. */
export interface HostRoom {
  freeBytes: number;
  /** Least for one more sandbox: its copy of the template where that takes room, and the reserve. */
  neededBytes: number;
  isEnough: boolean;
}

const bytesPerMb = 1024 * 1024;
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
  const neededBytes = (sharesBlocks ? 0 : blocks * bytesPerBlock) + HOST_DISK_RESERVE_MB * bytesPerMb;
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
    `${dirname(dirname(templatePath))} has ${mb(freeBytes)} MB free; one more sandbox needs ${mb(neededBytes)} MB, HOST_DISK_RESERVE_MB=${env.HOST_DISK_RESERVE_MB} among them. Free some, or lower the reserve`,
  );
}

/** A host without room, told as our fault. */
export class HostFull extends PlatformError {
  constructor(detail: string) {
    super(
      'sandbox-failed',
      'The machine that builds your image has run out of disk space. This is our fault and costs no attempt. Please tell your instructor, and run it again later.',
      { detail },
    );
  }
}

function mb(bytes: number): number {
  return Math.floor(bytes / bytesPerMb);
}
