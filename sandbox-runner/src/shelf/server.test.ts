import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingHttpHeaders } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shelfLayout } from './layout.ts';
import { serveShelf, type ShelfShare, shelfExists } from './server.ts';

let root: string;
let server: AsyncDisposable;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shelf-'));
  await mkdir(join(root, 'www/simple/joblib'), { recursive: true });
  await mkdir(join(root, 'www/wheels'));
  await writeFile(join(root, 'www/simple/joblib/index.html'), '<a>');
  await writeFile(join(root, 'www/wheels/joblib-1.whl'), 'wheel');
  server = await serveShelf({ layout: shelfLayout(root) }, join(root, 'shelf.sock'));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

const headers = (path: string, socket = 'shelf.sock') =>
  new Promise<IncomingHttpHeaders>((resolve, reject) => {
    get({ socketPath: join(root, socket), path, agent: false }, (response) =>
      resolve(response.resume().headers),
    ).on('error', reject);
  });

test('clients may cache a wheel but not the index', async () => {
  expect(await headers('/wheels/joblib-1.whl')).toMatchObject({
    'content-length': '5',
    'cache-control': expect.stringContaining('max-age='),
  });
  expect(await headers('/simple/joblib/')).not.toHaveProperty('cache-control');
});

describe('the limits of one sandbox', () => {
  const roomy: ShelfShare = {
    connections: 64,
    concurrency: 64,
    waiting: 64,
    perSecond: 10_000,
    idleMs: 60_000,
  };
  const largest = 'GET /wheels/largest-1.whl HTTP/1.1\r\nhost: shelf\r\n\r\n';
  let bounded: AsyncDisposable | undefined;
  let open: Socket[];

  /** Serves the shelf on a second sandbox's socket. */
  async function serve(share: Partial<ShelfShare>): Promise<void> {
    // More than the kernel buffers for a socket.
    await writeFile(join(root, 'www/wheels/largest-1.whl'), Buffer.alloc(8 * 1024 * 1024));
    bounded = await serveShelf({ layout: shelfLayout(root) }, join(root, 'bounded.sock'), {
      ...roomy,
      ...share,
    });
  }
  /** Opens a connection that sends `sent` and reads nothing. */
  async function connected(sent = ''): Promise<Socket> {
    const socket = createConnection(join(root, 'bounded.sock')).on('error', () => {});
    open.push(socket);
    await once(socket, 'connect');
    socket.write(sent);
    return socket;
  }
  const theFirstBytes = (socket: Socket) => once(socket, 'readable');
  const theEnd = (socket: Socket) => new Promise((resolve) => socket.resume().once('close', resolve));

  beforeEach(() => {
    open = [];
    bounded = undefined;
  });
  afterEach(async () => {
    for (const socket of open) socket.destroy();
    await bounded?.[Symbol.asyncDispose]();
  });

  test('connections beyond its limit are closed, and others are not affected', async () => {
    await serve({ connections: 3 });
    const held = await Promise.all([1, 2, 3].map(() => connected(largest)));
    await Promise.all(held.map(theFirstBytes));
    await theEnd(await connected(largest));
    expect(await headers('/wheels/joblib-1.whl')).toMatchObject({ 'content-length': '5' });
    held[0]!.destroy();
    await expect
      .poll(() => headers('/wheels/joblib-1.whl', 'bounded.sock').catch(() => undefined))
      .toMatchObject({ 'content-length': '5' });
  });

  test('slow readers delay its own next request, but not those of others', async () => {
    await serve({ concurrency: 2 });
    const slow = await Promise.all([connected(largest), connected(largest)]);
    await Promise.all(slow.map(theFirstBytes));
    let answered = false;
    const next = headers('/wheels/joblib-1.whl', 'bounded.sock').then((found) => ((answered = true), found));
    expect(await headers('/wheels/joblib-1.whl')).toMatchObject({ 'content-length': '5' });
    expect(answered).toBe(false);
    slow[0]!.destroy();
    expect(await next).toMatchObject({ 'content-length': '5' });
  });

  test('a connection with too many pipelined requests is closed', async () => {
    await serve({ concurrency: 1, waiting: 20 });
    await theFirstBytes(await connected(largest));
    const ahead = await connected(largest.repeat(200));
    await theEnd(ahead);
    expect(ahead.bytesRead).toBe(0);
  });

  test('ten pipelined requests, as sent by apt, are answered in order', async () => {
    await serve({ concurrency: 1, perSecond: 1_000 });
    const names = Array.from({ length: 10 }, (_, n) => `file-${n}.deb`);
    for (const name of names) await writeFile(join(root, 'www', name), `<${name}>`);
    const socket = await connected(
      names
        .map(
          (name, n) =>
            `GET /${name} HTTP/1.1\r\nhost: shelf\r\n${n === 9 ? 'connection: close\r\n' : ''}\r\n`,
        )
        .join(''),
    );
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text.match(/<file-\d\.deb>/g)).toEqual(names.map((name) => `<${name}>`));
  });

  test.each([
    ['that sends half a request', 'GET /simple/joblib/ HTTP/1.1\r\n'],
    ['that sends nothing', ''],
    ['whose answer is not read', largest],
  ])('a connection %s is closed', async (_name, sent) => {
    await serve({ idleMs: 100 });
    const socket = await connected(sent);
    // Once the server has closed it, a write fails; reading would count as progress.
    await expect
      .poll(() => new Promise((resolve) => socket.write(' ', (error) => resolve(error ?? undefined))))
      .toBeDefined();
  });
});

test('the shelf exists while its index does', async () => {
  expect(await shelfExists(join(root, 'www'))).toBe(false);
  await writeFile(join(root, 'www/simple/index.html'), '<a>');
  expect(await shelfExists(join(root, 'www'))).toBe(true);
  await rename(join(root, 'www/simple'), join(root, 'away'));
  expect(await shelfExists(join(root, 'www'))).toBe(false);
});
