import { chmod, mkdir, open, realpath, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { registryAnswer, type RegistrySources } from './registry-api.ts';

/** Limits of one sandbox's use of the shelf. */
export interface ShelfShare {
  /** Maximum number of connections; further ones are closed immediately. */
  connections: number;
  /** Maximum number of requests that are answered concurrently. */
  concurrency: number;
  /** Maximum number of waiting requests. The connection of any further request is closed. */
  waiting: number;
  /** Maximum number of requests started per second. */
  perSecond: number;
  /** A connection that transfers nothing for this long is closed, even if it waits for its turn. */
  idleMs: number;
}

/** The shelf's address inside sandboxes: the gateway of the inner engine's bridge (images/sandbox/child). */
export const shelfRegistry = '172.17.0.1:61080';

/** uv opens 50 connections, pip and apt a few; apt pipelines ten requests on each. */
const sandboxShare: ShelfShare = {
  connections: 64,
  concurrency: 8,
  waiting: 256,
  perSecond: 500,
  idleMs: 60_000,
};

/**
 * Serves the shelf read-only over HTTP on a Unix socket. Each sandbox has its own server, which enforces its
 * limits. Files are found by path only, also for requests in proxy form (`GET http://any-mirror/debian/…`),
 * which apt sends. Paths below `/v2/` are a registry. The answer to a folder is its index.html.
 *
 * @returns a disposable that closes the server and removes the socket
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
  // The sandbox connects with its own UID.
  await chmod(socketPath, 0o666);
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(socketPath, { force: true });
    },
  };
}

/** Whether the folder exists and is usable. Every shelf has an index of Python packages. */
export async function shelfExists(www: string): Promise<boolean> {
  const root = await realpath(www).catch(() => undefined);
  return root !== undefined && (await locate(root, '/simple/')) !== undefined;
}

/** Limits the concurrency and the rate of work, which starts in order of arrival. */
class Turns {
  readonly #pauseMs: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;
  #nextMs = 0;

  constructor({ concurrency, perSecond }: ShelfShare) {
    this.#free = concurrency;
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
  const requestedPath = pathOf(request.url ?? '/');
  if (requestedPath?.startsWith('/v2/') === true)
    return answerAsRegistry(requestedPath, sources, request, response);
  const path = await locate(root, requestedPath);
  if (path === undefined)
    return refuse(
      response,
      404,
      'Not on the shelf: it has only declared packages, and nothing else can be reached.',
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
 * Same headers as the Python index: pip stores a wheel in its cache, and so in an image whose Dockerfile does
 * not prevent it, only if the headers allow it.
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
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  const { status, headers, body } = await registryAnswer(path, sources, closed.signal);
  response.writeHead(status, headers);
  const parts = typeof body === 'string' || Buffer.isBuffer(body) ? [body] : body;
  if (method === 'HEAD') return void response.end();
  await pipeline(Readable.from(parts), response);
}

/** The decoded path of a request; undefined if it is invalid. */
function pathOf(url: string): string | undefined {
  try {
    const decoded = decodeURIComponent(new URL(url, 'http://shelf').pathname);
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** The regular file at a path, if any. Paths that leave the root through dots or links do not exist. */
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
