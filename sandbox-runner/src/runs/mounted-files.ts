import { posix } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContextFile, MountedFiles } from '@dfm/contracts';
import { tarEnd, tarEntry } from '@dfm/image/tar/tar-blocks';
import {
  containerState,
  createContainer,
  createVolume,
  putTar,
  removeContainer,
  startContainer,
  volumeName,
} from '../engine/containers.ts';
import { startFault } from './engine-fault.ts';
import { ownImage } from './own-image.ts';
import type { RunScope } from './run-scope.ts';

/** Where the container that fills a volume has it. */
const fillDir = 'files';
const pollMs = 50;

/**
 * Makes a volume with files of the exercise, filled before any container of the learner has it.
 *
 * @param purpose distinguishes the volumes of a run
 * @returns the binds of a container that gets the files
 */
export async function bindsOfFiles(
  scope: RunScope,
  files: MountedFiles | undefined,
  purpose: string,
): Promise<string[]> {
  const { engine, runId, exercise } = scope;
  if (files === undefined) return [];
  const content = exercise.mounts?.[files.folder];
  if (content === undefined) throw new Error(`the exercise has no files in mounts/${files.folder}`);
  const volume = await createVolume(engine, runId, volumeOf(purpose));
  const filler = await ownContainer(scope, volume, ['true']);
  try {
    await putTar(filler, '/', tarOf(content, files.readonly));
  } finally {
    await removeContainer(filler);
  }
  return [`${volume}:${files.path}${files.readonly ? ':ro' : ''}`];
}

/** The name of the volume that `bindsOfFiles` made. */
export function filesVolume(runId: string, purpose: string): string {
  return volumeName(runId, volumeOf(purpose));
}

/** Removes a file from a volume that `bindsOfFiles` made, even if containers have it mounted read-only. */
export async function removeMounted(scope: RunScope, purpose: string, path: string): Promise<void> {
  const volume = filesVolume(scope.runId, purpose);
  const container = await ownContainer(scope, volume, ['rm', '--force', '--', `/${fillDir}/${path}`]);
  try {
    const refusal = await startContainer(container);
    if (refusal !== undefined) throw startFault(`the container that removes a file: ${refusal.why}`);
    while ((await containerState(container)).running) {
      scope.signal.throwIfAborted();
      await delay(pollMs);
    }
  } finally {
    await removeContainer(container);
  }
}

const volumeOf = (purpose: string) => `files-${purpose}`;

/** Our own container, which can write to a volume. */
function ownContainer({ engine, runId }: RunScope, volume: string, command: string[]) {
  return createContainer(engine, {
    runId,
    image: ownImage,
    network: 'none',
    memoryMib: 64,
    pids: 16,
    binds: [`${volume}:/${fillDir}`],
    command,
  });
}

/** A tar of `fillDir` that every user can read, and write to unless it is read-only. */
function tarOf(files: readonly ContextFile[], readonly: boolean): Buffer {
  const writable = readonly ? 0 : 0o222;
  const folders = new Set(files.flatMap(({ path }) => foldersOf(posix.join(fillDir, path))));
  return Buffer.concat([
    ...[...folders].map((name) => tarEntry({ name: `${name}/`, type: '5', mode: 0o755 | writable })),
    ...files.map(({ path, mode, data, encoding }) =>
      tarEntry({ name: posix.join(fillDir, path), mode: mode | writable }, Buffer.from(data, encoding)),
    ),
    tarEnd,
  ]);
}

/** The folders that contain a file, the outermost first. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
