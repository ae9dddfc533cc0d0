/* oxlint-disable no-control-regex, vitest/no-standalone-expect -- Shells print control characters, and pages wait for what they print. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { TerminalClaim } from '@dfm/contracts';
import {
  envelopeToPageSchema,
  type PageMessage,
  type ShellMessage,
  socketCloseCodes,
} from '@dfm/contracts/terminal';
import { expect, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';

const token = 'token-of-the-terminal-tests';
const claimPath = '/api/runner/terminals/claim';

/** Waits until a check passes, also outside a test. */
const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000 });

/** Stands for the site: gives one session to a runner, and is the other end of its connection. */
export class TerminalSite implements AsyncDisposable {
  static readonly token = token;
  readonly claim: TerminalClaim = { sessionId: randomUUID(), fence: 1, learnerKey: randomUUID() };
  readonly heartbeats: { fence: number; isInUse: boolean }[] = [];
  readonly faults: { fence: number; fault: string }[] = [];
  /** What the site answers to heartbeats. */
  isOver = false;
  readonly #pages = new Map<number, TerminalPage>();
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #server = createServer(async (request, response) => {
    const answer = (status: number, body?: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));
    const { url = '', headers } = request;
    if (headers.authorization !== `Bearer ${token}`) return answer(401);
    const body = await json(request);
    if (url === claimPath && this.#isClaimed) return setTimeout(() => answer(204), 200);
    if (url === claimPath) {
      this.#isClaimed = true;
      return answer(200, this.claim);
    }
    if (url === this.#path('heartbeat')) {
      this.heartbeats.push(body as (typeof this.heartbeats)[number]);
      return answer(200, { isOver: this.isOver });
    }
    if (url === this.#path('end')) {
      this.faults.push(body as (typeof this.faults)[number]);
      return answer(204);
    }
    return answer(404);
  });
  #isClaimed = false;
  #runner: WebSocket | undefined;
  #connections = 0;

  static async start(): Promise<TerminalSite> {
    const site = new TerminalSite();
    site.#server.on('upgrade', (request, socket, head) => {
      if (
        request.url !== `${site.#path('socket')}?fence=1` ||
        request.headers.authorization !== `Bearer ${token}`
      )
        return socket.end('HTTP/1.1 409 Conflict\r\n\r\n');
      site.#sockets.handleUpgrade(request, socket, head, (runner) => site.#connected(runner));
    });
    site.#server.listen(0, '127.0.0.1');
    await once(site.#server, 'listening');
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get isConnected(): boolean {
    return this.#runner !== undefined;
  }

  /** A new page, which has said hello. */
  async page(id: string = randomUUID()): Promise<TerminalPage> {
    await until(() => expect(this.isConnected).toBe(true));
    const connection = (this.#connections += 1);
    const page = new TerminalPage(id, (message) =>
      this.#runner?.send(JSON.stringify({ connection, message })),
    );
    this.#pages.set(connection, page);
    page.say({ type: 'hello', page: id });
    await until(() => expect(page.received.at(-1)?.type).toBe('welcome'));
    return page;
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
    runner.on('close', () => {
      if (this.#runner === runner) this.#runner = undefined;
    });
    runner.on('message', (data) => {
      const { connection, message } = envelopeToPageSchema.parse(JSON.parse(String(data)));
      this.#pages.get(connection)?.receive(message);
    });
  }
}

/** A page that shows what it gets at once. */
export class TerminalPage {
  readonly id: string;
  readonly received: ShellMessage[] = [];
  /** Everything that was drawn in the first shell, from the last screen on. */
  drawn = '';
  readonly #send: (message: PageMessage) => void;
  #inputs: number;
  #shown = 0;

  constructor(id: string, send: (message: PageMessage) => void, inputs = 0) {
    this.id = id;
    this.#send = send;
    this.#inputs = inputs;
  }

  say(message: PageMessage): void {
    this.#send(message);
  }

  /** Shows the first shell, and waits for its screen. */
  async attach(size = { columns: 100, rows: 30 }): Promise<string> {
    this.say({ type: 'attach', shell: 0, ...size });
    await until(() => expect(this.received.map(({ type }) => type)).toContain('screen'));
    return this.drawn;
  }

  /** @returns the number of the input */
  type(text: string): number {
    this.#inputs += 1;
    this.say({ type: 'input', shell: 0, number: this.#inputs, text });
    return this.#inputs;
  }

  /** Enters a command at the prompt, and waits until it has ended. @returns what it printed */
  async run(command: string): Promise<string> {
    const mark = randomUUID();
    const from = this.drawn.length;
    // The terminal shows the command too, so the mark in it is split.
    this.type(`${command}; echo ${mark.slice(0, 8)}""${mark.slice(8)}:$?\r`);
    await until(() => expect(this.drawn.slice(from)).toMatch(new RegExp(`${mark}:\\d+\\r\\n`)));
    const text = this.drawn.slice(from).split(`${mark}:`)[0]!;
    return text
      .slice(text.indexOf('\r\n') + 2)
      .replaceAll(/\x1b\[[?\d;]*[a-zA-Z]/g, '')
      .replaceAll('\r\n', '\n');
  }

  receive(message: ShellMessage): void {
    this.received.push(message);
    if (!('shell' in message) || message.shell !== 0) return;
    if (message.type === 'screen') {
      this.drawn = message.text;
      this.#shown = 0;
    }
    if (message.type !== 'output') return;
    this.drawn += message.text;
    this.#shown += message.text.length;
    this.say({ type: 'shown', shell: 0, length: this.#shown });
  }
}
