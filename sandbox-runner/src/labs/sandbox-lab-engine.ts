import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import type { EngineObjectKind } from '@dfm/contracts/lab';
import { visitTarEntries } from '@dfm/image/tar/tar-entries';
import { beginningOf } from '@dfm/labs/beginning-of';
import { READ_BYTES_MAX, type FoundFile, type LabEngine } from '@dfm/labs/lab-engine';
import { z } from 'zod';
import { withAnswersUpTo } from '../engine/connect.ts';
import type { Engine } from '../engine/engine-types.ts';
import { listedImages } from '../engine/images.ts';
import { isNotFound } from '../engine/not-found.ts';
import { httpExchange } from '../runs/http-exchange.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** Bytes of one answer of the engine. Parsed, it takes at most about fifty times this. */
const maxAnswerBytes = 256 * 1024;
/** Objects of a kind, and bytes of them together, that conditions look at. */
const objectsMax = 100;
const maxObjectsBytes = 1024 * 1024;
const answerMs = 2_000;
const readMs = 10_000;
const home = '/home/learner';
const volumes = '/data/docker/volumes';

/** The engine of a sandbox, as the conditions of a lab see it. */
export function sandboxLabEngine(sandbox: Sandbox): LabEngine {
  const engine = withAnswersUpTo(maxAnswerBytes, sandbox.engine);
  return {
    objects: (kind) => inspected(engine, kind),
    readFile(place, path) {
      if (place === 'home') return readFromFolder(sandbox, home, path);
      return 'container' in place
        ? readFromContainer(engine, place.container, path)
        : readFromFolder(sandbox, `${volumes}/${place.volume}/_data`, path);
    },
    async request({ port, path, accept }) {
      const outcome = await httpExchange(sandbox, '127.0.0.1', port, {
        method: 'GET',
        path,
        accept,
        timeoutMs: answerMs,
      });
      if (outcome.kind !== 'answered') return undefined;
      return { status: outcome.status, text: outcome.body.slice(0, READ_BYTES_MAX) };
    },
  };
}

const listed = z.array(z.object({ Id: z.string().optional(), Name: z.string().optional() }));

/**
 * What an engine has of a kind.
 *
 * @throws Error if it has more than can be read: what is not read could be what a condition forbids
 */
async function inspected(engine: Engine, kind: EngineObjectKind): Promise<unknown[]> {
  const { list, inspect } = readers(engine)[kind];
  // The engine writes an empty list of volumes as null.
  const objects = listed.parse((await list()) ?? []);
  const tooMuch = new Error(`the engine has more of the kind ${kind} than conditions look at`);
  if (objects.length > objectsMax) throw tooMuch;
  const answers: unknown[] = [];
  let leftBytes = maxObjectsBytes;
  // One after the other, so that a forged engine cannot make many answers be kept at the same time.
  for (const { Id, Name } of objects) {
    const answer = await inspect(Id ?? Name ?? '').catch(unlessNotFound);
    // It was removed meanwhile.
    if (answer === undefined) continue;
    leftBytes -= Buffer.byteLength(JSON.stringify(answer));
    if (leftBytes < 0) throw tooMuch;
    answers.push(answer);
  }
  return answers;
}

interface Readers {
  list: () => Promise<unknown>;
  inspect: (id: string) => Promise<unknown>;
}

const readers = (engine: Engine): Record<EngineObjectKind, Readers> => ({
  container: {
    list: () => engine.listContainers({ all: true }),
    inspect: (id) => engine.getContainer(id).inspect(),
  },
  image: { list: () => listedImages(engine), inspect: (id) => engine.getImage(id).inspect() },
  volume: {
    list: async () => (await engine.listVolumes()).Volumes,
    inspect: (name) => engine.getVolume(name).inspect(),
  },
  network: { list: () => engine.listNetworks(), inspect: (id) => engine.getNetwork(id).inspect() },
});

/** Exit codes of the command below. */
const noSuchPlace = 43;
const nothing = 44;
const notAFile = 45;
const readPlain = `
  cd "$1" 2>/dev/null || exit ${noSuchPlace}
  [ -e ".$2" ] || [ -L ".$2" ] || exit ${nothing}
  [ -f ".$2" ] || exit ${notAFile}
  # It may be removed or replaced at this moment.
  timeout 2 head -c ${READ_BYTES_MAX} -- ".$2" || exit ${notAFile}`;

async function readFromFolder(sandbox: Sandbox, folder: string, path: string): Promise<FoundFile> {
  const { exitCode, output } = await sandbox.executeAs('root', ['sh', '-c', readPlain, 'sh', folder, path], {
    maxBytes: READ_BYTES_MAX,
    signal: AbortSignal.timeout(readMs),
  });
  switch (exitCode) {
    case 0:
      return { text: output };
    case noSuchPlace:
      return 'no-such-place';
    case nothing:
      return 'nothing';
    case notAFile:
      return 'not-a-file';
    default:
      throw new Error(`a file cannot be read: exit code ${exitCode}`);
  }
}

/** Links that are followed from one path, as many as a kernel follows. */
const linksMax = 40;
/** Thrown to stop reading an archive. */
const enough = new Error('enough has been read');

/** Reads a file of a container, whether it runs or not, as `docker cp --follow-link` does. */
async function readFromContainer(engine: Engine, name: string, path: string): Promise<FoundFile> {
  const container = engine.getContainer(name);
  const exists = await container.inspect().then(() => true, unlessNotFound);
  if (exists === undefined) return 'no-such-place';
  const abortSignal = AbortSignal.timeout(readMs);
  let at = path;
  for (let links = 0; links < linksMax; links++) {
    const archive = await container.getArchive({ path: at, abortSignal }).catch((error: unknown) => {
      // Such as links that lead to each other.
      if (!(error instanceof Error && 'statusCode' in error)) throw error;
      return isNotFound(error) ? ('nothing' as const) : ('not-a-file' as const);
    });
    if (typeof archive === 'string') return links === 0 ? archive : 'not-a-file';
    const first = await firstEntry(archive as Readable);
    if (first.linkname === undefined) return first.text === undefined ? 'not-a-file' : { text: first.text };
    at = posix.resolve(posix.dirname(at), first.linkname);
  }
  return 'not-a-file';
}

async function firstEntry(archive: Readable): Promise<{ text?: string; linkname?: string | undefined }> {
  let first: Awaited<ReturnType<typeof firstEntry>> = {};
  try {
    await visitTarEntries(archive, async (entry) => {
      const { type, linkname } = entry.header;
      if (type === 'file') first = { text: await beginningOf(entry) };
      else if (type === 'symlink') first = { linkname };
      throw enough;
    });
  } catch (error) {
    if (error !== enough) throw error;
  } finally {
    archive.destroy();
  }
  return first;
}

function unlessNotFound(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}
