import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

/**
 * Serves the part of the Docker Engine's API that the backend contract needs on a socket: ping, version, and
 * images, whose names it keeps in memory. Builds and runs nothing.
 */
export class MemoryEngine {
  readonly #dir: string;
  readonly #images: { RepoTags: string[] }[] = [];
  #server: Server | undefined;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  static async start(): Promise<MemoryEngine> {
    const engine = new MemoryEngine(await mkdtemp(join(tmpdir(), 'memory-engine-')));
    await engine.#listen();
    return engine;
  }

  get socket(): string {
    return join(this.#dir, 'docker.sock');
  }

  /** Stops listening and listens again. Its data stays. */
  async restart(): Promise<void> {
    await this.#stop();
    await this.#listen();
  }

  async remove(): Promise<void> {
    await this.#stop();
    await rm(this.#dir, { recursive: true, force: true });
  }

  #listen(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.socket, resolve);
    });
  }

  #stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    return new Promise((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const url = new URL(request.url ?? '', 'http://engine');
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /_ping':
        return send(200, 'OK');
      case 'GET /version':
        return send(200, { Version: 'in memory' });
      case 'GET /images/json':
        return send(200, this.#images);
      case 'POST /images/create': {
        request.resume();
        await finished(request);
        this.#images.push({ RepoTags: [`${url.searchParams.get('repo')}:${url.searchParams.get('tag')}`] });
        return send(200, { status: 'imported' });
      }
      default:
        return send(501, { message: 'the engine in memory does not do this' });
    }
  }
}
