import { chmod, mkdir, open, realpath, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { registryAnswer, type RegistrySources } from './registry-api.ts';

/** What one sandbox may take of the shelf at a time. */
export interface ShelfShare {
  /** More are closed as they come. */
  connections: number;
  /** Requests answered side by side: a learner with many is no faster than one with this many. */
  atOnce: number;
  /** Requests that wait for their turn. Where one more comes, its connection is closed. */
  waiting: number;
  /** Requests begun in a second. */
  perSecond: number;
  /** A connection that moves no byte for so long is closed. Waiting for a turn counts. */
  idleMs: number;
}

/** Where sandboxes have it: the gateway of the inner engine's bridge (images/sandbox/child). */
export const shelfRegistry = '172.17.0.1:8080';

/** uv opens 50 connections, pip and apt few; apt sends ten requests ahead on each. */
const sandboxShare: ShelfShare = { connections: 64, atOnce: 8, waiting: 256, perSecond: 500, idleMs: 60_000 };

/**
 * Serves the shelf read-only over HTTP on a unix socket, for one sandbox: a server of its own is what bounds
 * its share. Its files are answered by path alone, also to requests in proxy form (`GET
 * http://any-mirror/debian/…`), which is what apt sends; below `/v2/` it is a registry. A folder answers with
 * its index.html.
 *
 * @returns disposable that closes the server and removes the socket
 */
export async function serveShelf(
  sources: RegistrySources,
  socketPath: string,
  share = sandboxShare,
): Promise<AsyncDisposable> {
  const root = await realpath(sources.layout.www);
  await mkdir(dirname(socketPath), { recursive: true });
  await rm(socketPath, { force: true });
  const turns = new Turns(share);
  const server = createServer(
    { headersTimeout: share.idleMs, requestTimeout: share.idleMs },
    (request, response) => {
      if (turns.waiting >= share.waiting) return void request.socket.destroy();
      turns.take(() => answer(root, sources, request, response)).catch(() => response.destroy());
    },
  );
  server.maxConnections = share.connections;
  server.timeout = share.idleMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  // The sandbox connects as a UID of its own.
  await chmod(socketPath, 0o666);
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(socketPath, { force: true });
    },
  };
}

/** Whether the folder is there as sandboxes need it. The index of the Python packages is on every shelf. */
export async function shelfIsThere(www: string): Promise<boolean> {
  const root = await realpath(www).catch(() => undefined);
  return root !== undefined && (await locate(root, '/simple/')) !== undefined;
}

/** Lets a few pieces of work begin at a time, in the order in which they came, and not too many in a second. */
class Turns {
  readonly #pauseMs: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;
  #nextMs = 0;

  constructor({ atOnce, perSecond }: ShelfShare) {
    this.#free = atOnce;
    this.#pauseMs = 1_000 / perSecond;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  async take(work: () => Promise<void>): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      const nowMs = performance.now();
      const atMs = Math.max(nowMs, this.#nextMs);
      this.#nextMs = atMs + this.#pauseMs;
      if (atMs > nowMs) await delay(atMs - nowMs);
      await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

async function answer(
  root: string,
  sources: RegistrySources,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (response.destroyed) return;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(response, 405, 'The shelf is read-only.', { allow: 'GET, HEAD', connection: 'close' });
  }
  const asked = pathOf(request.url ?? '/');
  if (asked?.startsWith('/v2/') === true) return answerAsRegistry(asked, sources, request, response);
  const path = await locate(root, asked);
  if (path === undefined)
    return refuse(
      response,
      404,
      'Not on the shelf: only declared packages are there, and nothing else can be reached.',
    );
  const file = await open(path);
  try {
    const { size } = await file.stat();
    response.writeHead(200, {
      'content-length': size,
      'content-type': path.endsWith('.html') ? 'text/html; charset=utf-8' : 'application/octet-stream',
      ...cacheHeaders(path),
    });
    if (request.method === 'HEAD') return void response.end();
    await pipeline(file.createReadStream({ autoClose: false }), response);
  } finally {
    await file.close();
  }
}

/**
 * As the Python index does: pip keeps a wheel in its cache, and so in an image that forgets it, only when
 * told that it may.
 */
function cacheHeaders(path: string): Record<string, string> {
  return path.endsWith('.whl') ? { 'cache-control': 'max-age=365000000, immutable, public' } : {};
}

async function answerAsRegistry(
  path: string,
  sources: RegistrySources,
  { method }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const { status, headers, body } = await registryAnswer(path, sources, gone.signal);
  response.writeHead(status, headers);
  const parts = typeof body === 'string' || Buffer.isBuffer(body) ? [body] : body;
  if (method === 'HEAD') return void response.end();
  await pipeline(Readable.from(parts), response);
}

/** The path that a request names, decoded; nothing where it names none. */
function pathOf(url: string): string | undefined {
  try {
    const decoded = decodeURIComponent(new URL(url, 'http://shelf').pathname);
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** The regular file at a path, or nothing. What leaves the root, by dots or by a link, does not exist. */
async function locate(root: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    const found = await realpath(join(root, path, path.endsWith('/') ? 'index.html' : ''));
    if (!found.startsWith(root + sep)) return undefined;
    return (await stat(found)).isFile() ? found : undefined;
  } catch {
    return undefined;
  }
}

function refuse(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, message.replace(/:.*/, ''), {
    'content-type': 'text/plain; charset=utf-8',
    ...headers,
  });
  response.end(`${message}\n`);
}
