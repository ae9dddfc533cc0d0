import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type EngineState, engineStateMax } from '@dfm/contracts/engine-state';
import { truncate } from '@dfm/contracts/truncate';
import type Docker from 'dockerode';
import { z } from 'zod';
import type { TokenBucket } from '../clock/token-bucket.ts';
import { AnswerTooLong } from './bounded-answers.ts';
import { withAnswersUpTo } from './connect.ts';
import { listedImages } from './images.ts';
import { isNotFound } from './not-found.ts';

/** Changes come in bursts: starting a container is five events. */
const quietMs = 150;
/** After a change, the state is read at most this often. */
const pauseMs = 500;
/** Time between two looks at the images, after which a build may have ended without an event. */
const lookMs = 1_000;
/**
 * Bytes of one answer. Parsed, it takes at most about fifty times this. A hundred images with long names are
 * 80 kB, a container with many mounts is 20 kB.
 */
const maxAnswerBytes = 256 * 1024;
/** Bytes of a state, which is half of what a message to a page may have. */
const maxStateBytes = 2 ** 20;

/** With the ellipsis, as long as a name may be. */
const text = z.string().transform((value) => truncate(value, 299));
const listed = z.array(z.unknown());

const containerSchema = z.object({
  Id: text,
  Name: text,
  Image: text,
  RestartCount: z.int().catch(0),
  Config: z.object({ Image: text.catch('') }),
  /** `Mounts` has those of `--mount type=tmpfs`, but not those of `--tmpfs`. */
  HostConfig: z.object({ Tmpfs: z.record(z.string(), z.string()).nullish().catch(null) }),
  State: z.object({
    Status: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
    ExitCode: z.int().catch(0),
    Health: z.object({ Status: z.string() }).optional().catch(undefined),
  }),
  Mounts: z
    .array(
      z.object({
        Type: z.enum(['volume', 'bind', 'tmpfs']),
        Name: text.optional(),
        Source: text.catch(''),
        Destination: text,
        RW: z.boolean().catch(true),
      }),
    )
    .catch([]),
  NetworkSettings: z.object({
    Ports: z
      .record(z.string(), z.array(z.object({ HostPort: z.string() })).nullable())
      .nullable()
      .catch(null),
    Networks: z
      .record(
        z.string(),
        z.object({ IPAddress: text.catch(''), DNSNames: z.array(text).nullable().catch(null) }),
      )
      .catch({}),
  }),
});
const imageSchema = z.object({
  Id: text,
  RepoTags: z.array(text).nullable().catch(null),
  Size: z.number().catch(0),
  RootFS: z.object({ Layers: z.array(text).nullable().catch(null) }).catch({ Layers: null }),
});
const volumeSchema = z.object({ Name: text });
const networkSchema = z.object({ Name: text, Driver: text, Internal: z.boolean().catch(false) });

/**
 * Reads what an engine has, one answer after the other. The engine may be under a learner's control, so what
 * it answers is cut to what can be shown, and what cannot be read is left out.
 *
 * @throws PlatformError `engine-lost` if it does not answer
 */
async function readEngineState(engine: Docker): Promise<EngineState> {
  let isCut = false;
  let leftBytes = maxStateBytes;
  const fits = (item: unknown): boolean => {
    leftBytes -= Buffer.byteLength(JSON.stringify(item));
    isCut ||= leftBytes < 0;
    return leftBytes >= 0;
  };
  /** @returns undefined if there is no such thing any more, or the answer is too long */
  const answerOf = async (question: Promise<unknown>): Promise<unknown> => {
    try {
      return await question;
    } catch (error) {
      if (error instanceof AnswerTooLong) isCut = true;
      else if (!isNotFound(error)) throw error;
      return undefined;
    }
  };
  const first = (list: unknown): readonly unknown[] => {
    const all = listed.catch([]).parse(list);
    isCut ||= all.length > engineStateMax;
    return all.slice(0, engineStateMax);
  };
  const inspected = async <Item>(
    list: readonly unknown[],
    inspect: (id: string) => Promise<unknown>,
    read: (answer: unknown) => Item | undefined,
  ): Promise<Item[]> => {
    const items: Item[] = [];
    for (const each of list) {
      const id = z.object({ Id: z.string() }).safeParse(each).data?.Id;
      const item = id === undefined ? undefined : read(await answerOf(inspect(id)));
      if (item === undefined) continue;
      if (!fits(item)) break;
      items.push(item);
    }
    return items;
  };
  // Only of containers, the engine can be asked for the newest few.
  const containers = first(await answerOf(engine.listContainers({ all: true, limit: engineStateMax + 1 })));
  const images = first(await answerOf(listedImages(engine)));
  const volumes = z.object({ Volumes: z.unknown() }).safeParse(await answerOf(engine.listVolumes()));
  const networks = first(await answerOf(engine.listNetworks()));
  const state = {
    containers: await inspected(containers, (id) => engine.getContainer(id).inspect(), containerOf),
    images: await inspected(images, (id) => engine.getImage(id).inspect(), imageOf),
    volumes: first(volumes.data?.Volumes).flatMap(volumeOf).filter(fits),
    networks: networks.flatMap(networkOf).filter(fits),
  };
  return { ...state, isCut };
}

export interface WatchedEngine {
  /** Called with each state that differs from the one before. */
  onState: (state: EngineState) => void;
  /** Whether something may have run in the sandbox since this was asked the last time. */
  wasUsed: () => boolean;
  /** Shared with other engines: how often their images are listed, altogether. */
  listings: TokenBucket;
  signal: AbortSignal;
}

/**
 * Reads the state of an engine, and again after each of its changes, until the signal aborts or the engine
 * ends. Of an event, only that there was one is used.
 *
 * @throws PlatformError `engine-lost`; Error if the connection to the engine ends
 */
export async function watchEngine(
  engine: Docker,
  { onState, wasUsed, listings, signal }: WatchedEngine,
): Promise<void> {
  const reader = withAnswersUpTo(maxAnswerBytes, engine);
  let last = '';
  const read = async (): Promise<void> => {
    const state = await readEngineState(reader);
    const json = JSON.stringify(state);
    if (json !== last && !signal.aborted) onState(state);
    last = json;
  };
  try {
    const events = (await reader.getEvents({
      filters: { type: ['container', 'image', 'volume', 'network'] },
      abortSignal: signal,
    })) as Readable;
    try {
      await read();
      // While this reads a state, events wait in the engine.
      for await (const _ of changes(events, reader, { wasUsed, listings, signal })) {
        await delay(quietMs, undefined, { signal });
        await read();
        await delay(pauseMs - quietMs, undefined, { signal });
      }
    } finally {
      events.destroy();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/**
 * Yields after an event, and when there are different images although none was reported: a build in a sandbox
 * ends without an event. Images are listed only if something may have run, and when it is this engine's
 * turn.
 */
async function* changes(
  events: Readable,
  engine: Docker,
  { wasUsed, listings, signal }: Omit<WatchedEngine, 'onState'>,
): AsyncGenerator<void> {
  const reported = events[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<unknown>> | undefined;
  let images: string | undefined;
  /** When it is this engine's turn to list its images, if they may have changed. */
  let turnAt: number | undefined;
  for (;;) {
    next ??= reported.next();
    const event = await Promise.race([next, delay(lookMs, undefined, { signal })]);
    if (event?.done === true) return;
    if (event !== undefined) next = undefined;
    else {
      if (wasUsed()) turnAt ??= performance.now() + listings.spend(1);
      if (turnAt === undefined || turnAt > performance.now()) continue;
      turnAt = undefined;
      const before = images;
      images = await imagesAsText(engine);
      if (images === before) continue;
    }
    yield;
  }
}

/** @returns undefined if there are more than can be read */
async function imagesAsText(engine: Docker): Promise<string | undefined> {
  try {
    return JSON.stringify(await listedImages(engine));
  } catch (error) {
    if (error instanceof AnswerTooLong) return undefined;
    throw error;
  }
}

function containerOf(answer: unknown): EngineState['containers'][number] | undefined {
  const parsed = containerSchema.safeParse(answer);
  if (!parsed.success) return undefined;
  const { Id, Name, Image, Config, HostConfig, State, RestartCount, Mounts, NetworkSettings } = parsed.data;
  const hasExited = State.Status === 'exited' || State.Status === 'dead';
  const health = z.enum(['healthy', 'unhealthy', 'starting']).safeParse(State.Health?.Status);
  return {
    id: Id,
    name: Name.replace(/^\//, ''),
    image: Config.Image,
    imageId: Image,
    state: State.Status,
    exitCode: hasExited ? State.ExitCode : null,
    health: health.data ?? null,
    restarts: RestartCount,
    ports: portsOf(NetworkSettings.Ports ?? {}).slice(0, engineStateMax),
    mounts: [
      ...Mounts.map(({ Type, Name: volume, Source, Destination, RW }) => ({
        kind: Type,
        source: volume ?? Source,
        target: Destination,
        isReadOnly: !RW,
      })),
      ...tmpfsOf(HostConfig.Tmpfs ?? {}),
    ].slice(0, engineStateMax),
    networks: Object.entries(NetworkSettings.Networks)
      .slice(0, engineStateMax)
      .map(([name, { IPAddress, DNSNames }]) => ({
        name: truncate(name, 299),
        address: IPAddress,
        names: (DNSNames ?? []).slice(0, engineStateMax),
      })),
  };
}

/** From `{"/run": "size=64m,ro"}`: what `--tmpfs` has mounted, with its options. */
function tmpfsOf(mounted: Readonly<Record<string, string>>): EngineState['containers'][number]['mounts'] {
  return Object.entries(mounted).map(([target, options]) => ({
    kind: 'tmpfs',
    source: '',
    target: truncate(target, 299),
    isReadOnly: options.split(',').includes('ro'),
  }));
}

type Port = EngineState['containers'][number]['ports'][number];

/** From `{"80/tcp": [{"HostPort": "8080"}], "443/tcp": null}`. A port has an entry for IPv4 and one for IPv6. */
function portsOf(ports: Readonly<Record<string, readonly { HostPort: string }[] | null>>): Port[] {
  return Object.entries(ports).flatMap(([key, published]): Port[] => {
    const [, inside, protocol] = /^(\d{1,5})\/(tcp|udp|sctp)$/.exec(key) ?? [];
    if (inside === undefined) return [];
    const port = { inside: Number(inside), protocol: protocol as Port['protocol'] };
    const outside = new Set((published ?? []).map(({ HostPort }) => Number.parseInt(HostPort, 10)));
    outside.delete(Number.NaN);
    return outside.size === 0
      ? [{ ...port, outside: null }]
      : [...outside].map((number) => ({ ...port, outside: number }));
  });
}

function volumeOf(answer: unknown): EngineState['volumes'] {
  const parsed = volumeSchema.safeParse(answer);
  return parsed.success ? [{ name: parsed.data.Name }] : [];
}

function networkOf(answer: unknown): EngineState['networks'] {
  const parsed = networkSchema.safeParse(answer);
  if (!parsed.success) return [];
  const { Name: name, Driver: driver, Internal: isInternal } = parsed.data;
  return [{ name, driver, isInternal }];
}

function imageOf(answer: unknown): EngineState['images'][number] | undefined {
  const parsed = imageSchema.safeParse(answer);
  if (!parsed.success) return undefined;
  const { Id, RepoTags, Size, RootFS } = parsed.data;
  return {
    id: Id,
    tags: (RepoTags ?? []).slice(0, engineStateMax),
    bytes: Size,
    layers: (RootFS.Layers ?? []).slice(0, 200),
  };
}
