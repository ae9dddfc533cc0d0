import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EngineState, engineStateMax, engineStateSchema } from '@dfm/contracts/engine-state';
import { terminalLimits } from '@dfm/contracts/terminal';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TokenBucket } from '../clock/token-bucket.ts';
import { connectEngine } from './connect.ts';
import { watchEngine } from './engine-state.ts';

/** What the engine answers, by path. Without an answer, it has no such thing. */
let answers: Map<string, unknown>;
/** Paths and queries that it was asked for. */
let asked: string[];
/** Paths at which something is removed while the engine answers, once each. */
let removedMeanwhile: Set<string>;
let events: ServerResponse | undefined;
let states: EngineState[];
let server: Server;
let dir: string;
let stopping: AbortController;
/** Whether something runs in the sandbox. */
let isUsed: boolean;
let listings: TokenBucket;
let watching: Promise<void>;

beforeEach(async () => {
  answers = new Map<string, unknown>([
    ['/containers/json', []],
    ['/images/json', []],
    ['/volumes', { Volumes: null }],
    ['/networks', []],
  ]);
  asked = [];
  removedMeanwhile = new Set();
  states = [];
  isUsed = false;
  listings = new TokenBucket(100, 100);
  dir = await mkdtemp(join(tmpdir(), 'engine-'));
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const path = url.replace(/\?.*/, '');
    if (path === '/events') {
      events = response;
      return void response.writeHead(200).flushHeaders();
    }
    if (removedMeanwhile.delete(path) || !answers.has(path))
      return void response.writeHead(404).end('{"message":"none"}');
    response.end(JSON.stringify(answers.get(path)));
  }).listen(join(dir, 'docker.sock'));
  await once(server, 'listening');
});

afterEach(async () => {
  stopping.abort();
  await watching.catch(() => undefined);
  server.close();
  server.closeAllConnections();
  await rm(dir, { recursive: true });
});

/** Follows the engine. @returns its first state */
async function watch(): Promise<EngineState> {
  stopping = new AbortController();
  watching = watchEngine(connectEngine(join(dir, 'docker.sock')), {
    onState: (state) => states.push(state),
    wasUsed: () => isUsed,
    listings,
    signal: stopping.signal,
  });
  watching.catch(() => undefined);
  await expect.poll(() => states).toHaveLength(1);
  return states[0]!;
}

const container = (more: object = {}) => ({
  Id: 'c',
  Name: '/web',
  Image: 'sha256:1',
  Config: { Image: 'nginx' },
  HostConfig: { Tmpfs: null },
  State: { Status: 'running', ExitCode: 0 },
  NetworkSettings: { Ports: {}, Networks: {} },
  Mounts: [],
  ...more,
});

/** How often the state was read. */
const reads = () => asked.filter((url) => url.startsWith('/networks')).length;

test('a container with its ports, networks and everything that is mounted', async () => {
  answers.set('/containers/json', [{ Id: 'c' }]);
  answers.set(
    '/containers/c/json',
    container({
      HostConfig: { Tmpfs: { '/scratch': '', '/fixed': 'size=64m,ro' } },
      Mounts: [{ Type: 'volume', Name: 'data', Source: '/data/v', Destination: '/v', RW: true }],
      NetworkSettings: {
        Ports: { '80/tcp': [{ HostPort: '8080' }, { HostPort: '8080' }], '53/udp': null },
        Networks: { bridge: { IPAddress: '172.17.0.2', DNSNames: null } },
      },
    }),
  );
  expect((await watch()).containers).toEqual([
    {
      id: 'c',
      name: 'web',
      image: 'nginx',
      imageId: 'sha256:1',
      state: 'running',
      exitCode: null,
      health: null,
      restarts: 0,
      ports: [
        { inside: 80, outside: 8080, protocol: 'tcp' },
        { inside: 53, outside: null, protocol: 'udp' },
      ],
      mounts: [
        { kind: 'volume', source: 'data', target: '/v', isReadOnly: false },
        { kind: 'tmpfs', source: '', target: '/scratch', isReadOnly: false },
        { kind: 'tmpfs', source: '', target: '/fixed', isReadOnly: true },
      ],
      networks: [{ name: 'bridge', address: '172.17.0.2', names: [] }],
    },
  ]);
});

test('a change is read after its event, and a state that is the same is not passed on', async () => {
  expect(await watch()).toEqual({ containers: [], images: [], volumes: [], networks: [], isCut: false });
  events!.write('{}\n');
  await expect.poll(reads).toBe(2);
  answers.set('/volumes', { Volumes: [{ Name: 'new' }] });
  events!.write('{}\n');
  await expect.poll(() => states.at(-1)?.volumes).toEqual([{ name: 'new' }]);
  expect(states).toHaveLength(2);
});

test('images are listed again if one was removed meanwhile', async () => {
  answers.set('/images/json', [{ Id: 'i' }]);
  answers.set('/images/i/json', { Id: 'i', RepoTags: ['app:1'] });
  removedMeanwhile.add('/images/json');
  expect((await watch()).images.map(({ tags }) => tags)).toEqual([['app:1']]);
});

test('an image without an event is shown once something has run', async () => {
  await watch();
  answers.set('/images/json', [{ Id: 'i' }]);
  answers.set('/images/i/json', { Id: 'i', RepoTags: ['app:1'] });
  await delay(2_000);
  expect(reads(), 'nothing has run').toBe(1);
  isUsed = true;
  await expect.poll(() => states.at(-1)?.images.map(({ tags }) => tags)).toEqual([['app:1']]);
  await delay(2_000);
  expect(reads(), 'only the list of images is read again').toBe(2);
});

test('the images wait for their turn to be listed, and a change with an event does not', async () => {
  listings = new TokenBucket(1, 1);
  listings.spend(3_600);
  await watch();
  answers.set('/images/json', [{ Id: 'i' }]);
  answers.set('/images/i/json', { Id: 'i', RepoTags: ['app:1'] });
  isUsed = true;
  await delay(2_000);
  expect(reads(), 'its turn comes in an hour').toBe(1);
  answers.set('/volumes', { Volumes: [{ Name: 'new' }] });
  events!.write('{}\n');
  await expect.poll(() => states.at(-1)?.volumes).toEqual([{ name: 'new' }]);
});

test('an engine that ends is an error, and giving up is none', async () => {
  await watch();
  events!.destroy();
  await expect(watching).rejects.toThrow('aborted');
  states = [];
  await watch();
  stopping.abort();
  await watching;
});

test('only the newest containers are asked for, and more are noted', async () => {
  const ids = Array.from({ length: engineStateMax + 1 }, (_, n) => ({ Id: String(n) }));
  answers.set('/containers/json', ids);
  for (const { Id } of ids) answers.set(`/containers/${Id}/json`, container({ Id }));
  const { containers, isCut } = await watch();
  expect([containers.length, isCut]).toEqual([engineStateMax, true]);
  expect(asked.find((url) => url.startsWith('/containers/json'))).toContain(`limit=${engineStateMax + 1}`);
});

test('what has an answer that is too long is left out, and the rest is shown', async () => {
  const long = 'x'.repeat(2 ** 20);
  answers.set('/containers/json', [{ Id: 'c' }, { Id: 'd' }]);
  answers.set('/containers/c/json', container({ Labels: { long } }));
  answers.set('/containers/d/json', container({ Id: 'd' }));
  answers.set('/volumes', {
    Volumes: Array.from({ length: 10_000 }, (_, n) => ({ Name: `volume-${n}-${'x'.repeat(40)}` })),
  });
  answers.set('/networks', [{ Name: 'bridge', Driver: 'bridge' }]);
  const { containers, volumes, networks, isCut } = await watch();
  expect([containers.map(({ id }) => id), volumes, networks.length, isCut]).toEqual([['d'], [], 1, true]);
});

test('whatever an engine answers, a state fits into a message', async () => {
  const many = <Item>(item: (n: number) => Item) => Array.from({ length: 60 }, (_, n) => item(n));
  const name = '\u{1F433}'.repeat(150);
  const ids = many((n) => ({ Id: String(n) }));
  answers.set('/containers/json', ids);
  const Networks = Object.fromEntries(
    many((n) => [`n${n}`, { IPAddress: name, DNSNames: many(() => 'name'.repeat(10)) }]),
  );
  for (const { Id } of ids)
    answers.set(
      `/containers/${Id}/json`,
      container({ Id, Name: name, NetworkSettings: { Ports: {}, Networks } }),
    );
  const state = await watch();
  expect(state.containers.length).toBeGreaterThan(0);
  expect(state.isCut).toBe(true);
  expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(terminalLimits.messageBytes);
  expect(engineStateSchema.safeParse(state).success).toBe(true);
});

test('events that flood are not read faster than states, and what is in them is not', async () => {
  await watch();
  const piece = Buffer.alloc(2 ** 16, '[');
  let written = 0;
  const flood = () => {
    do written += piece.length;
    while (events!.write(piece));
  };
  events!.on('drain', flood);
  flood();
  const before = reads();
  await expect.poll(reads).toBeGreaterThan(before + 3);
  expect(written).toBeLessThan(2 ** 23);
});
