import type { Readable } from 'node:stream';
import { type EngineState, engineStateMax } from '@dfm/contracts/engine-state';
import { truncate } from '@dfm/contracts/truncate';
import type Docker from 'dockerode';
import { z } from 'zod';
import { jsonLines } from './json-lines.ts';
import { isNotFound } from './not-found.ts';

/** Changes come in bursts: starting a container is five events. */
const quietMs = 150;
/** After a change, the state is read at most this often. */
const pauseMs = 500;

/** With the ellipsis, as long as a name may be. */
const text = z.string().transform((value) => truncate(value, 299));
const listed = z.array(z.unknown());

const containerSchema = z.object({
  Id: text,
  Name: text,
  Image: text,
  RestartCount: z.int().catch(0),
  Config: z.object({ Image: text.catch('') }),
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
 * Reads what an engine has. The engine may be under a learner's control, so what it answers is cut to what
 * can be shown, and what cannot be read is left out.
 *
 * @throws PlatformError `engine-lost` if it does not answer
 */
async function readEngineState(engine: Docker): Promise<EngineState> {
  const [containers, images, volumes, networks] = await Promise.all([
    engine.listContainers({ all: true }),
    engine.listImages(),
    engine.listVolumes(),
    engine.listNetworks(),
  ]);
  const lists = [containers, images, volumes.Volumes, networks].map((list) => listed.catch([]).parse(list));
  const [first, second, third, fourth] = lists.map((list) => list.slice(0, engineStateMax));
  return {
    containers: await inspected(first!, (id) => engine.getContainer(id).inspect(), containerOf),
    images: await inspected(second!, (id) => engine.getImage(id).inspect(), imageOf),
    volumes: third!.flatMap((volume) => {
      const parsed = volumeSchema.safeParse(volume);
      return parsed.success ? [{ name: parsed.data.Name }] : [];
    }),
    networks: fourth!.flatMap((network) => {
      const parsed = networkSchema.safeParse(network);
      if (!parsed.success) return [];
      const { Name: name, Driver: driver, Internal: isInternal } = parsed.data;
      return [{ name, driver, isInternal }];
    }),
    isCut: lists.some((list) => list.length > engineStateMax),
  };
}

/**
 * Reads the state of an engine, and again after each of its changes, until the signal aborts or the engine
 * ends. Only different states are passed on.
 *
 * @throws PlatformError `engine-lost`; Error if the connection to the engine ends
 */
export async function watchEngine(
  engine: Docker,
  onState: (state: EngineState) => void,
  signal: AbortSignal,
): Promise<void> {
  const events = (await engine.getEvents({
    filters: { type: ['container', 'image', 'volume', 'network'] },
    abortSignal: signal,
  })) as Readable;
  let last = '';
  let reading: Promise<void> | undefined;
  let isStale = false;
  const readAgain = async (): Promise<void> => {
    do {
      isStale = false;
      await delay(quietMs);
      const state = await readEngineState(engine);
      const json = JSON.stringify(state);
      if (json !== last) onState(state);
      last = json;
      await delay(pauseMs - quietMs);
    } while (isStale && !signal.aborted);
  };
  const failed = Promise.withResolvers<never>();
  const read = () => {
    isStale = true;
    reading ??= readAgain()
      .catch(failed.reject)
      .finally(() => (reading = undefined));
  };
  read();
  const following = (async () => {
    for await (const change of jsonLines(events)) if (change !== undefined) read();
  })();
  try {
    await Promise.race([following, failed.promise]);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    events.destroy();
    await following.catch(() => undefined);
    await reading;
  }
}

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Inspects each of a list. One that is removed meanwhile is left out. */
async function inspected<Item>(
  list: readonly unknown[],
  inspect: (id: string) => Promise<unknown>,
  read: (answer: unknown) => Item | undefined,
): Promise<Item[]> {
  const answers = await Promise.all(
    list.map(async (each) => {
      const id = z.object({ Id: z.string() }).safeParse(each).data?.Id;
      if (id === undefined) return undefined;
      try {
        return read(await inspect(id));
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    }),
  );
  return answers.filter((answer) => answer !== undefined);
}

function containerOf(answer: unknown): EngineState['containers'][number] | undefined {
  const parsed = containerSchema.safeParse(answer);
  if (!parsed.success) return undefined;
  const { Id, Name, Image, Config, State, RestartCount, Mounts, NetworkSettings } = parsed.data;
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
    mounts: Mounts.slice(0, engineStateMax).map(({ Type, Name: volume, Source, Destination, RW }) => ({
      kind: Type,
      source: volume ?? Source,
      target: Destination,
      isReadOnly: !RW,
    })),
    networks: Object.entries(NetworkSettings.Networks)
      .slice(0, engineStateMax)
      .map(([name, { IPAddress, DNSNames }]) => ({
        name: truncate(name, 299),
        address: IPAddress,
        names: (DNSNames ?? []).slice(0, engineStateMax),
      })),
  };
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
