import { execFile, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { EngineObjectKind } from '@dfm/contracts/lab';
import { visitTarEntries } from '@dfm/image/tar/tar-entries';
import { beginningOf } from '@dfm/labs/beginning-of';
import {
  READ_BYTES_MAX,
  type AskedPort,
  type EngineEvent,
  type FoundFile,
  type LabEngine,
  readingActions,
} from '@dfm/labs/lab-engine';
import { z } from 'zod';

const run = promisify(execFile);
/** The home of a learner, as conditions write it. */
const home = '/home/learner';
const maxOutputBytes = 64 * 1024 * 1024;
const commandMs = 60_000;
const answerMs = 2_000;
/** Label of the containers through which files of volumes are read. Labs do not see them. */
const readerLabel = 'dfm.lab-reader';

/**
 * Runs the `docker` command of this machine.
 *
 * @returns its standard output
 * @throws Error with its standard error
 */
export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args, { maxBuffer: maxOutputBytes, timeout: commandMs })).stdout;
}

/**
 * The Docker Engine of this machine, as the conditions of a lab see it.
 *
 * @param folder stands for the home of a learner
 */
export function dockerLabEngine(folder: string): LabEngine {
  return {
    objects: (kind) => objectsOf(kind, folder),
    readFile(place, path) {
      if (place === 'home') return readFromDisk(join(folder, path));
      return 'container' in place
        ? readFromContainer(place.container, path)
        : readFromVolume(place.volume, path);
    },
    request: answerOf,
  };
}

const listing: Record<EngineObjectKind, string[]> = {
  container: ['container', 'ls', '--all', '--quiet', '--no-trunc'],
  image: ['image', 'ls', '--quiet', '--no-trunc'],
  volume: ['volume', 'ls', '--quiet'],
  network: ['network', 'ls', '--quiet', '--no-trunc'],
};
const labelled = z.object({ Config: z.object({ Labels: z.object({ [readerLabel]: z.string() }) }) });

async function objectsOf(kind: EngineObjectKind, folder: string): Promise<readonly unknown[]> {
  const names = (await docker(...listing[kind])).split('\n').filter((line) => line !== '');
  if (names.length === 0) return [];
  const documents = await docker(kind, 'inspect', ...new Set(names)).catch((error: unknown) => {
    // One was removed meanwhile; the others are printed.
    const { stdout } = error as { stdout?: string };
    if (stdout === undefined || stdout === '') throw error;
    return stdout;
  });
  // Such as the source of a mount.
  const objects = z.array(z.unknown()).parse(JSON.parse(documents.replaceAll(folder, home)));
  return objects.filter((object) => !labelled.safeParse(object).success);
}

async function readFromDisk(path: string): Promise<FoundFile> {
  const isThere = await lstat(path).catch(() => undefined);
  if (isThere === undefined) return 'nothing';
  // Opening a pipe would wait for someone who writes.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (file === undefined) return 'not-a-file';
  try {
    if (!(await file.stat()).isFile()) return 'not-a-file';
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(READ_BYTES_MAX) });
    return { text: buffer.subarray(0, bytesRead).toString() };
  } finally {
    await file.close();
  }
}

/** Thrown to stop reading an archive. */
const enough = new Error('enough has been read');

async function readFromContainer(container: string, path: string): Promise<FoundFile> {
  const exists = await docker('container', 'inspect', '--format', '.', container).catch(() => undefined);
  if (exists === undefined) return 'no-such-place';
  const copy = spawn('docker', ['container', 'cp', '--follow-link', `${container}:${path}`, '-'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: commandMs,
  });
  const ended = new Promise((resolve) => copy.once('close', resolve).once('error', resolve));
  let found: FoundFile = 'nothing';
  try {
    await visitTarEntries(copy.stdout, async (entry) => {
      found = entry.header.type === 'file' ? { text: await beginningOf(entry) } : 'not-a-file';
      throw enough;
    });
  } catch (error) {
    if (error !== enough) throw error;
  } finally {
    copy.kill();
    await ended;
  }
  return found;
}

/** Through a container that is never started, because only the engine can read a volume. */
async function readFromVolume(volume: string, path: string): Promise<FoundFile> {
  const volumes = (await docker(...listing.volume)).split('\n');
  const [image] = (await docker(...listing.image)).split('\n');
  // Creating a container would create the volume.
  if (!volumes.includes(volume) || image === undefined || image === '') return 'no-such-place';
  const mount = `type=volume,source=${volume},target=/volume,readonly,volume-nocopy`;
  const options = ['--label', `${readerLabel}=${volume}`, '--network', 'none', '--mount', mount];
  const reader = (await docker('container', 'create', ...options, image, 'true')).trim();
  try {
    return await readFromContainer(reader, `/volume${path}`);
  } finally {
    await docker('container', 'rm', '--force', reader);
  }
}

function answerOf({ port, path, accept }: AskedPort): ReturnType<LabEngine['request']> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(answerMs);
    const headers = accept === undefined ? {} : { accept };
    const request = get(
      { host: '127.0.0.1', port, path, headers, agent: false, signal },
      async (response) => {
        const body = beginningOf(response);
        resolve(
          body.then(
            (text) => ({ status: response.statusCode ?? 0, text }),
            () => undefined,
          ),
        );
      },
    );
    request.once('error', () => resolve(undefined));
  });
}

const eventSchema = z.object({
  Type: z.string(),
  Action: z.string(),
  Actor: z.object({ ID: z.string().default(''), Attributes: z.record(z.string(), z.string()).default({}) }),
});

/** What `docker events` reports until the signal aborts. @throws Error if it ends by itself */
export async function* dockerEvents(signal: AbortSignal): AsyncGenerator<EngineEvent> {
  const kinds = Object.keys(listing).flatMap((kind) => ['--filter', `type=${kind}`]);
  const child = spawn('docker', ['events', '--format', '{{json .}}', ...kinds], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const stop = () => void child.kill();
  signal.addEventListener('abort', stop);
  const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  try {
    for await (const line of createInterface(child.stdout)) {
      const event = eventSchema.safeParse(JSON.parse(line));
      if (!event.success) continue;
      const { Type: of, Action: action, Actor } = event.data;
      if (readingActions.has(action) || readerLabel in Actor.Attributes) continue;
      yield { of, action, attributes: { id: Actor.ID, ...Actor.Attributes } };
    }
    if (!signal.aborted) throw new Error('docker events has ended');
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
    await ended;
  }
}
