import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PlatformError } from '@dfm/contracts';
import type { RunnerEnv } from '../env.ts';

/** Room on the file system of the host that the sandboxes' disks lie on, for those who run the node. */
export interface HostRoom {
  freeBytes: number;
  /** Least for one more sandbox: its copy of the template, and the reserve. */
  neededBytes: number;
  isEnough: boolean;
}

const bytesPerMb = 1024 * 1024;
/** `st_blocks` counts these, whatever the file system's own blocks are (stat(2)). */
const bytesPerBlock = 512;

/** @param templatePath the disk that every sandbox begins as a copy of */
export async function hostRoom(templatePath: string, { HOST_DISK_RESERVE_MB }: Pick<RunnerEnv, 'HOST_DISK_RESERVE_MB'>): Promise<HostRoom> {
  const [freeBytes, { blocks }] = await Promise.all([hostFreeBytes(dirname(templatePath)), stat(templatePath)]);
  const neededBytes = blocks * bytesPerBlock + HOST_DISK_RESERVE_MB * bytesPerMb;
  return { freeBytes, neededBytes, isEnough: freeBytes >= neededBytes };
}

export async function hostFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/**
 * Disks are sparse files: a host that fills up would break the builds of everybody on it.
 * @throws HostFull where there is too little room for one more
 */
export async function requireHostRoom(templatePath: string, env: Pick<RunnerEnv, 'HOST_DISK_RESERVE_MB'>): Promise<void> {
  const { freeBytes, neededBytes, isEnough } = await hostRoom(templatePath, env);
  if (isEnough) return;
  throw new HostFull(`${dirname(templatePath)} has ${mb(freeBytes)} MB free; one more sandbox needs ${mb(neededBytes)} MB, HOST_DISK_RESERVE_MB=${env.HOST_DISK_RESERVE_MB} among them. Free some, or lower the reserve`);
}

/** A host without room, told as our fault. */
export class HostFull extends PlatformError {
  constructor(detail: string) {
    super('sandbox-failed', 'The machine that builds your image has run out of disk space. This is our fault and costs no attempt. Please tell your instructor, and run it again later.', { detail });
  }
}

function mb(bytes: number): number {
  return Math.floor(bytes / bytesPerMb);
}
