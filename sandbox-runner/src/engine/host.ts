import { createReadStream, createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatDuration } from '@dfm/contracts/quantity';
import type Docker from 'dockerode';
import { splitReference } from './reference.ts';

interface ProgressMessage {
  error?: string;
  id?: string;
  aux?: unknown;
}

/** Whether the engine has the image. */
export async function hasImage(engine: Docker, reference: string): Promise<boolean> {
  try {
    await engine.getImage(reference).inspect();
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false;
    throw error;
  }
}

/**
 * Creates an image with one layer from a tar of a root file system.
 *
 * @param changes Dockerfile instructions applied to the image, such as labels
 */
export async function importRoot(
  engine: Docker,
  tar: Readable,
  reference: string,
  changes: readonly string[],
): Promise<void> {
  const answer = await engine.importImage(tar as NodeJS.ReadableStream, {
    ...splitReference(reference),
    changes: changes as string[],
  });
  await drain(answer);
}

/**
 * Builds one stage with BuildKit from a context given as a tar stream.
 *
 * @throws Error with the end of the build's output
 */
export async function buildStage(
  engine: Docker,
  context: Readable,
  options: { target: string; reference: string; buildArgs: Record<string, string> },
): Promise<void> {
  const answer = await engine.buildImage(context as NodeJS.ReadableStream, {
    t: options.reference,
    target: options.target,
    buildargs: options.buildArgs,
    version: '2',
    rm: true,
  });
  await drain(answer);
}

/**
 * Pulls an image.
 *
 * @param silenceMs maximum time without a progress message from the engine
 * @throws Error if the image could not be pulled
 */
export async function pullImage(engine: Docker, reference: string, silenceMs: number): Promise<void> {
  const abort = new AbortController();
  const timer = setTimeout(
    () => abort.abort(new Error(`no progress for ${formatDuration(silenceMs)}`)),
    silenceMs,
  );
  try {
    const answer = await engine.pull(reference, { abortSignal: abort.signal });
    answer.on('data', () => timer.refresh());
    await drain(answer);
  } finally {
    clearTimeout(timer);
  }
}

/** Writes an image with its layers to a tar file, as `docker save` does. */
export async function saveImage(engine: Docker, reference: string, path: string): Promise<void> {
  await pipeline(await engine.getImage(reference).get(), createWriteStream(path));
}

/** Loads a tar file made by `saveImage`. */
export async function loadImage(engine: Docker, path: string): Promise<void> {
  await drain(await engine.loadImage(createReadStream(path) as NodeJS.ReadableStream));
}

/** Distinct values of a label on the engine's containers, running or not. */
export async function valuesOfLabel(engine: Docker, label: string): Promise<string[]> {
  const found = await engine.listContainers({ all: true, filters: { label: [label] } });
  return [...new Set(found.map(({ Labels }) => Labels[label] ?? ''))];
}

/** Stops and removes every container that has the label (`name=value`), with its anonymous volumes. */
export async function removeContainersLabelled(engine: Docker, label: string): Promise<void> {
  const found = await engine.listContainers({ all: true, filters: { label: [label] } });
  for (const { Id } of found) {
    await engine
      .getContainer(Id)
      .remove({ force: true, v: true })
      .catch((error: { statusCode?: number }) => {
        // 409: another process is removing it.
        if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
      });
  }
}

/**
 * Reads an engine's message stream to its end. A message with `error` is thrown, with the last lines of
 * BuildKit's trace.
 */
async function drain(stream: NodeJS.ReadableStream): Promise<void> {
  let rest = '';
  let trace = '';
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((text) => text.trim() !== '')) {
      const message = JSON.parse(line) as ProgressMessage;
      if (message.id === 'moby.buildkit.trace') trace = (trace + readable(String(message.aux))).slice(-4_000);
      if (message.error !== undefined) throw new Error(`${message.error}\n${trace}`.trim());
    }
  }
}

/** The text inside a base64 protobuf message, which is enough to show why one of our own builds failed. */
function readable(base64: string): string {
  return Buffer.from(base64, 'base64')
    .toString('utf8')
    .replace(/[^\x20-\x7e\n]+/g, ' ');
}
