import { statfs } from 'node:fs/promises';
import { bytesPerMib, formatBinaryBytes } from '@dfm/contracts/quantity';
import type { RunnerEnv } from '../../config/env.ts';
import type { SandboxFault } from '../sandbox.ts';
import type { CgroupCounters } from './cgroup.ts';

export interface SandboxState {
  /** Since the sandbox was handed out. */
  counters: CgroupCounters | undefined;
  engineAnswers: boolean;
  /** The engine's last word on a container that ended. */
  oomKilled: boolean;
  disk: DiskRoom;
  /** Least room that was left where the disks of all sandboxes lie. */
  hostFreeBytes: number;
}

export interface DiskRoom {
  freeBytes: number;
  freeInodes: number;
}

/** Less than this is full: an engine cannot start a step with it. */
const minFreeBytes = 16 * bytesPerMib;
const minFreeInodes = 256;

/**
 * Less than this on the host is full. More than a sandbox writes between two looks: what it then cannot write
 * is lost without a word.
 */
const minHostFreeBytes = 256 * bytesPerMib;

/** Room left on a mounted disk. */
export async function diskRoom(mountPoint: string): Promise<DiskRoom> {
  const { bavail, bsize, ffree } = await statfs(mountPoint);
  return { freeBytes: bavail * bsize, freeInodes: ffree };
}

/**
 * The fault behind a state, the cause before its consequence: an engine killed for memory is `out-of-memory`.
 * Ours before the learner's.
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
      message: `The sandbox ran out of memory: it has ${env.SANDBOX_MEMORY_MB} MiB for everything that runs in it at once.`,
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
      message: `The sandbox's disk of ${env.SANDBOX_DISK_MB} MiB, base images included, is full.`,
      limit: `SANDBOX_DISK_MB=${env.SANDBOX_DISK_MB}`,
    };
  }
  if (!state.engineAnswers) {
    return {
      kind: 'engine-lost',
      message:
        'The engine of the sandbox stopped answering. That is a fault of the platform, not of your Dockerfile.',
    };
  }
  return undefined;
}
