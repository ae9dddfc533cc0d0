import { statfs } from 'node:fs/promises';
import type { RunnerInfo } from '@dfm/contracts';
import { formatDistinct } from '@dfm/contracts/quantity';
import type { RunnerEnv } from '../config/env.ts';
import type { SandboxTemplate } from '../sandbox/backend.ts';
import type { HostRoom } from '../sandbox/host-room.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import type { SandboxHost } from '../sandbox/sandbox-host.ts';
import { shelfLayout } from '../shelf/layout.ts';
import { shelfExists } from '../shelf/server.ts';

export interface NodeParts {
  env: Pick<RunnerEnv, 'DATA_DIR' | 'SHELF_DIR' | 'HOST_DISK_RESERVE_MB' | 'HOST_INODES_RESERVE'>;
  host: Pick<SandboxHost, 'problems'>;
  /** The template from which this process creates sandboxes. */
  template: Pick<SandboxTemplate, 'path'>;
  pool: Pick<SandboxPool, 'room' | 'stats'>;
  /** Why remains of dead processes still exist; undefined if there are none. */
  leak: string | undefined;
  /** Why sandboxes that should have GPUs of their own have none; undefined if there is no such problem. */
  gpuProblem?: string | undefined;
}

/**
 * Whether this node can take a run: the engine answers, the shelf and the disk that sandboxes start from
 * exist, there is room for sandboxes, and no remains of dead ones are left. Ignores what sandboxes use, so
 * that no learner can make a node appear unhealthy. Never throws.
 *
 * @returns one reason per problem, written for an operator
 */
export async function nodeHealth({
  env,
  host,
  template,
  pool,
  leak,
  gpuProblem,
}: NodeParts): Promise<RunnerInfo['health']> {
  const [problems, shelf, room] = await Promise.all([
    host.problems(template.path),
    shelfExists(shelfLayout(env.SHELF_DIR).www),
    roomReasons(env, pool),
  ]);
  const reasons = [
    ...problems,
    ...(shelf ? [] : [`The shelf cannot be served to sandboxes: ${env.SHELF_DIR} is missing or incomplete.`]),
    ...room,
    ...(gpuProblem === undefined ? [] : [gpuProblem]),
    ...(leak === undefined ? [] : [`Remains of dead sandboxes cannot be removed: ${leak}`]),
  ];
  return { ok: reasons.length === 0, reasons: reasons.map((reason) => reason.slice(0, 300)) };
}

async function roomReasons(
  { DATA_DIR, HOST_DISK_RESERVE_MB, HOST_INODES_RESERVE }: NodeParts['env'],
  pool: NodeParts['pool'],
): Promise<string[]> {
  const [room, found] = await Promise.all([
    pool.room().catch(() => undefined),
    statfs(DATA_DIR).catch((error: unknown) => String(error)),
  ]);
  if (typeof found === 'string') return [`The data folder cannot be read: ${found}`];
  const diskShortage = ({ freeBytes, neededBytes }: HostRoom) => {
    const [free, needed] = formatDistinct('binary-bytes', freeBytes, neededBytes);
    return `The disk of ${DATA_DIR} has ${free} left; another sandbox needs ${needed}, HOST_DISK_RESERVE_MB=${HOST_DISK_RESERVE_MB} among them.`;
  };
  // Idle sandboxes are removed if their room is needed.
  const isFull = room?.isEnough === false && pool.stats().kept === 0;
  return [
    ...(isFull ? [room.shortage ?? diskShortage(room)] : []),
    // A file system without a fixed number of inodes reports 0 of 0.
    ...(found.files > 0 && found.ffree < HOST_INODES_RESERVE
      ? [
          `The disk of ${DATA_DIR} has room for ${found.ffree} more files; HOST_INODES_RESERVE requires ${HOST_INODES_RESERVE}.`,
        ]
      : []),
  ];
}
