import { createReadStream } from 'node:fs';
import { chmod, mkdir, open, realpath, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Serves a folder read-only over HTTP on a unix socket, for every sandbox of this runner. Requests in proxy form
 * (`GET http://any-mirror/debian/…`) are answered by path alone, which is what apt sends.
 * @param www folder whose files are served; a folder answers with its index.html
 * @returns disposable that closes the server and removes the socket
 */
export async function serveShelf(www: string, socketPath: string): Promise<AsyncDisposable> {
  const root = await realpath(www);
  await mkdir(dirname(socketPath), { recursive: true });
  await rm(socketPath, { force: true });
  const server = createServer((request, response) => {
    answer(root, request, response).catch(() => response.destroy());
  });
  server.maxConnections = 512;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  // Each sandbox connects as a UID of its own.
  await chmod(socketPath, 0o666);
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(socketPath, { force: true });
    },
  };
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(response, 405, 'The shelf is read-only.', { allow: 'GET, HEAD', connection: 'close' });
  }
  const path = await locate(root, request.url ?? '/');
  if (path === undefined) return refuse(response, 404, 'Not on the shelf: only declared packages are there, and nothing else can be reached.');
  const file = await open(path);
  const { size } = await file.stat();
  response.writeHead(200, { 'content-length': size, 'content-type': path.endsWith('.html') ? 'text/html; charset=utf-8' : 'application/octet-stream', ...cacheHeaders(path) });
  if (request.method === 'HEAD') {
    await file.close();
    response.end();
    return;
  }
  await pipeline(createReadStream('', { fd: file }), response);
}

/** As the Python index does: pip keeps a wheel in its cache, and so in an image that forgets it, only when told that it may. */
function cacheHeaders(path: string): Record<string, string> {
  return path.endsWith('.whl') ? { 'cache-control': 'max-age=365000000, immutable, public' } : {};
}

/** The regular file a request means, or nothing. What leaves the root, by dots or by a link, does not exist. */
async function locate(root: string, url: string): Promise<string | undefined> {
  try {
    const { pathname } = new URL(url, 'http://shelf');
    const decoded = decodeURIComponent(pathname);
    if (decoded.includes('\0')) return undefined;
    const wanted = join(root, decoded, decoded.endsWith('/') ? 'index.html' : '');
    const found = await realpath(wanted);
    if (!found.startsWith(root + sep)) return undefined;
    return (await stat(found)).isFile() ? found : undefined;
  } catch {
    return undefined;
  }
}

function refuse(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, message.replace(/:.*/, ''), { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${message}\n`);
}
