import { statfs } from 'node:fs/promises';
import type { RunnerInfo } from '@dfm/contracts';
import { formatBinaryBytes } from '@dfm/contracts/quantity';
import type { RunnerEnv } from '../config/env.ts';
import { engineAnswers } from '../engine/connect.ts';
import type { Engine } from '../engine/engine-types.ts';
import { nodeIsolation } from '../sandbox/docker/node-isolation.ts';
import { templateExists, type Template } from '../sandbox/docker/template.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import { shelfLayout } from '../shelf/layout.ts';
import { shelfIsThere } from '../shelf/server.ts';

/** How long the engine may take to answer: a machine at work is slow, a dead one is silent for good. */
const answerMs = 5_000;

export interface NodeParts {
  env: Pick<
    RunnerEnv,
    | 'DOCKER_SOCKET'
    | 'DATA_DIR'
    | 'SHELF_DIR'
    | 'HOST_DISK_RESERVE_MB'
    | 'HOST_INODES_RESERVE'
    | 'SANDBOX_RUNTIME'
  >;
  host: Engine;
  /** What this process makes sandboxes from. */
  template: Pick<Template, 'path'>;
  pool: Pick<SandboxPool, 'room' | 'stats'>;
  /** Why something that dead processes left is still there; undefined where nothing is. */
  leak: string | undefined;
}

/**
 * Whether this node can take a run: the engine answers, the shelf is there, the disk that sandboxes start
 * from is there, there is room for them, and nothing is left of dead ones. Looks at none of what sandboxes
 * use, so that no learner can make a node look ill. Never throws.
 *
 * @returns a reason for each thing that is wrong, in words for an operator
 */
export async function nodeHealth({
  env,
  host,
  template,
  pool,
  leak,
}: NodeParts): Promise<RunnerInfo['health']> {
  const [engine, shelf, disk, room] = await Promise.all([
    engineAnswers(env.DOCKER_SOCKET, answerMs),
    shelfIsThere(shelfLayout(env.SHELF_DIR).www),
    templateExists(template as Template),
    roomReasons(env, pool),
  ]);
  // What holds sandboxes may go while the runner runs: a profile that is unloaded, an engine that is
  // configured anew.
  const isolation = engine
    ? await nodeIsolation(host, env).then(
        () => [],
        (error: Error) => [error.message],
      )
    : [];
  const reasons = [
    ...(engine ? [] : [`The Docker Engine at ${env.DOCKER_SOCKET} does not answer.`]),
    ...(shelf ? [] : [`The shelf cannot be served to sandboxes: ${env.SHELF_DIR} is gone or not whole.`]),
    ...(disk
      ? []
      : [
          `The disk that sandboxes start from is gone: ${template.path}. Stop the runner, prepare it again (npm start does), and start it.`,
        ]),
    ...isolation,
    ...room,
    ...(leak === undefined ? [] : [`What dead sandboxes left cannot be cleared: ${leak}`]),
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
  // Sandboxes that are kept idle give theirs up for one that is needed.
  const isFull = room?.isEnough === false && pool.stats().kept === 0;
  return [
    ...(isFull
      ? [
          `The disk of ${DATA_DIR} has ${formatBinaryBytes(room.freeBytes)} left; one more sandbox needs ${formatBinaryBytes(room.neededBytes)}, HOST_DISK_RESERVE_MB=${HOST_DISK_RESERVE_MB} among them.`,
        ]
      : []),
    // A file system without a number of inodes tells 0 of 0.
    ...(found.files > 0 && found.ffree < HOST_INODES_RESERVE
      ? [
          `The disk of ${DATA_DIR} has room for ${found.ffree} files; HOST_INODES_RESERVE asks for ${HOST_INODES_RESERVE}.`,
        ]
      : []),
  ];
}
