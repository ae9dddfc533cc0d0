import { statfs } from 'node:fs/promises';
import { bytesPerMib, formatBinaryBytes } from '@dfm/contracts/quantity';
import type { RunnerEnv } from '../../config/env.ts';
import type { SandboxFault } from '../sandbox.ts';
import type { CgroupCounters } from './cgroup.ts';

export interface SandboxState {
  /** Since the account was opened. */
  counters: CgroupCounters | undefined;
  engineAnswers: boolean;
  /** The host engine's record of a container that has exited. */
  oomKilled: boolean;
  disk: DiskRoom;
  /** Minimum free space on the file system of all sandboxes' disks since then. */
  hostFreeBytes: number;
}

export interface DiskRoom {
  freeBytes: number;
  freeInodes: number;
}

/** A disk with less than this is full, because an engine cannot start a step. */
const minFreeBytes = 16 * bytesPerMib;
const minFreeInodes = 256;

/**
 * A host with less than this is full. This is more than a sandbox writes between two checks, because data
 * that cannot be written is lost without an error.
 */
const minHostFreeBytes = 256 * bytesPerMib;

/** Free space on a mounted disk. */
export async function diskRoom(mountPoint: string): Promise<DiskRoom> {
  const { bavail, bsize, ffree } = await statfs(mountPoint);
  return { freeBytes: bavail * bsize, freeInodes: ffree };
}

/**
 * The fault that explains a state. A cause takes precedence over its consequence (an engine killed because
 * memory ran out is `out-of-memory`), and a platform fault over the learner's.
 */
export function faultOf(
  state: SandboxState,
  env: Pick<RunnerEnv, 'SANDBOX_MEMORY_MB' | 'SANDBOX_PIDS' | 'SANDBOX_DISK_MB'>,
): SandboxFault | undefined {
  if (state.hostFreeBytes < minHostFreeBytes) {
    return {
      kind: 'host-full',
      message: `The host of the sandbox had ${formatBinaryBytes(state.hostFreeBytes)} of disk space left.`,
    };
  }
  if (state.oomKilled || (state.counters?.oomKills ?? 0) > 0) {
    return {
      kind: 'out-of-memory',
      message: `The sandbox ran out of memory: it has ${env.SANDBOX_MEMORY_MB} MiB for everything that runs in it at the same time.`,
      limit: `SANDBOX_MEMORY_MB=${env.SANDBOX_MEMORY_MB}`,
    };
  }
  if ((state.counters?.forksRefused ?? 0) > 0) {
    return {
      kind: 'too-many-processes',
      message: `The sandbox reached its limit of ${env.SANDBOX_PIDS} processes and threads.`,
      limit: `SANDBOX_PIDS=${env.SANDBOX_PIDS}`,
    };
  }
  if (state.disk.freeBytes < minFreeBytes || state.disk.freeInodes < minFreeInodes) {
    return {
      kind: 'disk-full',
      message: `The sandbox's disk of ${env.SANDBOX_DISK_MB} MiB, including base images, is full.`,
      limit: `SANDBOX_DISK_MB=${env.SANDBOX_DISK_MB}`,
    };
  }
  if (!state.engineAnswers) {
    return {
      kind: 'engine-lost',
      message:
        'The engine of the sandbox stopped answering. This is a platform fault, not a problem with your Dockerfile.',
    };
  }
  return undefined;
}
