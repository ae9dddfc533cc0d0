import { READ_BYTES_MAX, type FilePlace, type LabEngine } from '@dfm/labs/lab-engine';
import { engineStateMax } from '@dfm/contracts/engine-state';
import type { EngineObjectKind } from '@dfm/contracts/lab';
import { z } from 'zod';
import type { Engine } from '../engine/engine-types.ts';
import { isNotFound } from '../engine/not-found.ts';
import { httpExchange } from '../runs/http-exchange.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

const answerMs = 2_000;
const readMs = 10_000;
const home = '/home/learner';
const volumes = '/data/docker/volumes';

/** The engine of a sandbox, as the conditions of a lab see it. */
export function sandboxLabEngine(sandbox: Sandbox): LabEngine {
  return {
    objects: (kind) => inspected(sandbox.engine, kind),
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

const listed = z.array(z.looseObject({ Id: z.string().optional(), Name: z.unknown() })).catch([]);

async function inspected(engine: Engine, kind: EngineObjectKind): Promise<unknown[]> {
  const { list, inspect } = readers(engine)[kind];
  const objects = listed.parse(await list()).slice(0, engineStateMax);
  const answers = await Promise.all(
    objects.map((object) =>
      inspect(object.Id ?? String(object.Name)).catch((error: unknown) => {
        // It was removed meanwhile.
        if (isNotFound(error)) return undefined;
        throw error;
      }),
    ),
  );
  return answers.filter((answer) => answer !== undefined);
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
  return exitCode === missing ? undefined : output;
}

function folderOf(place: Exclude<FilePlace, { container: string }>): string {
  // A name is one part of a path: volumes cannot have others.
  return place === 'home' ? home : `${volumes}/${place.volume.replaceAll('/', '')}/_data`;
}
