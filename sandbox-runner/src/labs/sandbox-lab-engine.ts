import { engineStateMax } from '@dfm/contracts/engine-state';
import type { EngineObjectKind } from '@dfm/contracts/lab';
import { READ_BYTES_MAX, type FilePlace, type LabEngine } from '@dfm/labs/lab-engine';
import { z } from 'zod';
import { AnswerTooLong } from '../engine/bounded-answers.ts';
import { withAnswersUpTo } from '../engine/connect.ts';
import type { Engine } from '../engine/engine-types.ts';
import { isNotFound } from '../engine/not-found.ts';
import { httpExchange } from '../runs/http-exchange.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** Bytes of one answer of the engine. Parsed, it takes at most about fifty times this. */
const maxAnswerBytes = 256 * 1024;
/** Bytes of all objects of a kind together. What an engine has beyond this does not exist for conditions. */
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
    readFile: (place, path) => readFile(sandbox, place, path),
    async request(port, path) {
      const outcome = await httpExchange(sandbox, '127.0.0.1', port, {
        method: 'GET',
        path,
        timeoutMs: answerMs,
      });
      if (outcome.kind !== 'answered') return undefined;
      return { status: outcome.status, text: outcome.body.slice(0, READ_BYTES_MAX) };
    },
  };
}

const listed = z.array(z.looseObject({ Id: z.string().optional(), Name: z.unknown().optional() })).catch([]);

async function inspected(engine: Engine, kind: EngineObjectKind): Promise<unknown[]> {
  const { list, inspect } = readers(engine)[kind];
  const objects = listed.parse(await list()).slice(0, engineStateMax);
  const answers: unknown[] = [];
  let leftBytes = maxObjectsBytes;
  // One after the other, so that a forged engine cannot make many answers be kept at the same time.
  for (const object of objects) {
    const answer = await inspect(object.Id ?? String(object.Name)).catch((error: unknown) => {
      // It was removed meanwhile, or is not one of an engine.
      if (isNotFound(error) || error instanceof AnswerTooLong) return undefined;
      throw error;
    });
    if (answer === undefined) continue;
    leftBytes -= Buffer.byteLength(JSON.stringify(answer));
    if (leftBytes < 0) break;
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
  image: { list: () => engine.listImages(), inspect: (id) => engine.getImage(id).inspect() },
  volume: {
    list: async () => (await engine.listVolumes()).Volumes,
    inspect: (name) => engine.getVolume(name).inspect(),
  },
  network: { list: () => engine.listNetworks(), inspect: (id) => engine.getNetwork(id).inspect() },
});

/** Exit code of the commands below if there is no such file. */
const missing = 44;
const readPlain = `[ -f "$1" ] || exit ${missing}; timeout 2 head -c ${READ_BYTES_MAX} -- "$1"`;
const readFromContainer = `docker cp --follow-link "$1" - 2>/dev/null | tar --extract --to-stdout 2>/dev/null | head -c ${READ_BYTES_MAX}
  [ "\${PIPESTATUS[0]}" = 1 ] && exit ${missing}; exit 0`;

async function readFile(sandbox: Sandbox, place: FilePlace, path: string): Promise<string | undefined> {
  const options = { maxBytes: READ_BYTES_MAX, signal: AbortSignal.timeout(readMs) };
  const { exitCode, output } =
    typeof place === 'object' && 'container' in place
      ? await sandbox.execute(
          ['timeout', '5', 'bash', '-c', readFromContainer, 'bash', `${place.container}:${path}`],
          { ...options, env: {}, workingDir: '/' },
        )
      : await sandbox.executeAs('root', ['sh', '-c', readPlain, 'sh', `${folderOf(place)}${path}`], options);
  if (exitCode === missing) return undefined;
  if (exitCode !== 0) throw new Error(`a file cannot be read: exit code ${exitCode}`);
  return output;
}

function folderOf(place: Exclude<FilePlace, { container: string }>): string {
  // A name is one part of a path: volumes cannot have others.
  return place === 'home' ? home : `${volumes}/${place.volume.replaceAll('/', '')}/_data`;
}
