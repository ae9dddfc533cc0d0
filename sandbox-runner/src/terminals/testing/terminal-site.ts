import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { TerminalClaim, TerminalEndRequest } from '@dfm/contracts';
import { envelopeToPageSchema, socketCloseCodes } from '@dfm/contracts/terminal';
import { vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { TerminalPage } from './terminal-page.ts';

const pingMs = 5_000;
const token = 'token-of-the-terminal-tests';

/** A site with one session, which a runner hosts: its endpoints, and the other end of its connection. */
export class TerminalSite implements AsyncDisposable {
  static readonly token = token;
  readonly claim: TerminalClaim;
  /** Numbers of steps that the runner has reported as done. */
  readonly progress: number[] = [];
  readonly heartbeats: { fence: number; isInUse: boolean }[] = [];
  readonly ends: TerminalEndRequest[] = [];
  /** What the site answers to heartbeats. */
  isOver = false;
  /** Length of the longest message of the runner. */
  longestMessage = 0;
  /** Length of all messages of the runner. */
  receivedLength = 0;
  readonly #pages = new Map<number, TerminalPage>();
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #server = createServer(async (request, response) => {
    const answer = (status: number, body?: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401);
    const body = await json(request);
    if (request.url === this.#path('heartbeat')) {
      this.heartbeats.push(body as (typeof this.heartbeats)[number]);
      return answer(200, { isOver: this.isOver });
    }
    if (request.url === this.#path('lab')) {
      this.progress.push((body as { done: number }).done);
      return answer(204);
    }
    if (request.url !== this.#path('end')) return answer(404);
    this.ends.push(body as TerminalEndRequest);
    return answer(204);
  });
  #runner: WebSocket | undefined;
  #connections = 0;

  private constructor(lab: TerminalClaim['lab']) {
    this.claim = { sessionId: randomUUID(), fence: 1, learnerKey: randomUUID(), lab };
  }

  /** @param lab what the session works on */
  static async start(lab?: TerminalClaim['lab']): Promise<TerminalSite> {
    const site = new TerminalSite(lab);
    site.#server.on('upgrade', (request, socket, head) => {
      const isTheirs =
        request.url === `${site.#path('socket')}?fence=1` &&
        request.headers.authorization === `Bearer ${token}`;
      if (!isTheirs) return socket.end('HTTP/1.1 409 Conflict\r\n\r\n');
      site.#sockets.handleUpgrade(request, socket, head, (runner) => site.#connected(runner));
    });
    site.#server.listen(0, '127.0.0.1');
    await once(site.#server, 'listening');
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A new page, which has said hello. @param isSlow it does not show what it gets */
  async page({ id = randomUUID() as string, isSlow = false } = {}): Promise<TerminalPage> {
    await vi.waitUntil(() => this.#runner !== undefined, { timeout: 60_000 });
    const connection = (this.#connections += 1);
    const page = new TerminalPage(id, isSlow, (message) =>
      this.#runner?.send(JSON.stringify({ connection, message })),
    );
    this.#pages.set(connection, page);
    page.say({ type: 'hello', page: id });
    await vi.waitUntil(() => page.has('welcome'), { timeout: 60_000 });
    return page;
  }

  /** A page has lost its connection. */
  leave(page: TerminalPage): void {
    for (const [connection, each] of this.#pages)
      if (each === page) {
        this.#pages.delete(connection);
        this.#runner?.send(JSON.stringify({ connection, isGone: true }));
      }
  }

  /** Cuts the connection of the runner without a word. */
  cut(): void {
    this.#runner?.terminate();
    this.#runner = undefined;
  }

  /** Closes the connection of the runner, because the session is over. */
  end(): void {
    this.#runner?.close(socketCloseCodes.over);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #path(name: string): string {
    return `/api/runner/terminals/${this.claim.sessionId}/${name}`;
  }

  #connected(runner: WebSocket): void {
    this.#runner = runner;
    // As the site does, without which the runner takes the connection for lost.
    const pinging = setInterval(() => runner.ping(), pingMs);
    runner.on('close', () => {
      clearInterval(pinging);
      if (this.#runner === runner) this.#runner = undefined;
    });
    runner.on('message', (data) => {
      const text = String(data);
      this.longestMessage = Math.max(this.longestMessage, text.length);
      this.receivedLength += text.length;
      const { connection, message } = envelopeToPageSchema.parse(JSON.parse(text));
      this.#pages.get(connection)?.receive(message);
    });
  }
}
