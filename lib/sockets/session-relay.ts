import 'server-only';
import type { Duplex } from 'node:stream';
import {
  type MessageToRunner,
  type PageMessage,
  type SiteMessage,
  messageToSiteSchema,
  pageMessageSchema,
  socketCloseCodes,
} from '@dfm/contracts/terminal';
import type { RawData, WebSocket } from 'ws';
import { perProcess } from '../platform/per-process.ts';
import { AwaitedTunnels, TunnelRefused } from './awaited-tunnels.ts';

/** Bytes that may wait for a slow receiver. A page that shows nothing is sent a screen and 128 KiB of output. */
const WAITING_BYTES_MAX = 8 * 2 ** 20;
/** A fast typist sends 15 a second, a pasted megabyte 250. */
const MESSAGES_PER_SECOND_MAX = 300;

/**
 * Passes messages between the pages of a session and its runner, which have both connected to this process.
 * Nothing is stored: the state of the shells is in the runner, and a page keeps what was not confirmed.
 */
export class SessionRelay {
  readonly #pages = new Map<number, WebSocket>();
  readonly #onEmpty: () => void;
  /** Tunnels that the runner was asked for. */
  readonly tunnels = new AwaitedTunnels();
  #runner: WebSocket | undefined;
  #connections = 0;

  /** @param onEmpty called when the last socket has been closed */
  constructor(onEmpty: () => void) {
    this.#onEmpty = onEmpty;
  }

  get pages(): number {
    return this.#pages.size;
  }

  /** Connects the runner of the session, which has given up any earlier connection. */
  addRunner(socket: WebSocket): void {
    this.#runner?.terminate();
    this.#runner = socket;
    socket.on('message', (data) => this.#fromRunner(socket, data));
    socket.on('close', () => {
      if (this.#runner !== socket) return;
      this.#runner = undefined;
      this.tunnels.refuseAll('no-runner');
      this.#tellAll({ type: 'runner', isConnected: false });
      this.#closed();
    });
    // Each page says hello again, because this connection of the runner knows none of them.
    this.#tellAll({ type: 'runner', isConnected: true });
  }

  /** Connects a page. */
  addPage(socket: WebSocket): void {
    const connection = (this.#connections += 1);
    this.#pages.set(connection, socket);
    const isTooFast = rateLimiter();
    socket.on('message', (data) => {
      const message = isTooFast() ? undefined : messageOfPage(data);
      if (message === undefined) socket.close(socketCloseCodes.refused, 'not a message of a terminal');
      else this.#toRunner({ connection, message });
    });
    socket.on('close', () => {
      this.#pages.delete(connection);
      this.#toRunner({ connection, isGone: true });
      this.#closed();
    });
    tell(socket, { type: 'runner', isConnected: this.#runner !== undefined });
  }

  /**
   * Asks the runner for a connection with a published port of the sandbox.
   *
   * @throws TunnelRefused
   */
  openTunnel(port: number): Promise<Duplex> {
    if (this.#runner === undefined) return Promise.reject(new TunnelRefused('no-runner'));
    return this.tunnels.await((tunnel) => this.#toRunner({ tunnel, port }));
  }

  #fromRunner(runner: WebSocket, data: RawData): void {
    const { data: message } = messageToSiteSchema.safeParse(jsonOf(data));
    if (message === undefined) return runner.close(socketCloseCodes.refused, 'not a message of a runner');
    if ('tunnel' in message) return this.tunnels.refuse(message.tunnel, message.problem);
    const page = this.#pages.get(message.connection);
    if (page) send(page, message.message);
  }

  #toRunner(message: MessageToRunner): void {
    // Without a runner, the message is dropped: a page sends unconfirmed input again when it says hello.
    if (this.#runner) send(this.#runner, message);
  }

  #tellAll(message: SiteMessage): void {
    for (const page of this.#pages.values()) tell(page, message);
  }

  #closed(): void {
    if (this.#runner === undefined && this.#pages.size === 0) this.#onEmpty();
  }
}

/** The relay of a session in this process, while a page or the runner is connected. */
export function relayOf(sessionId: string): SessionRelay {
  const existing = relays().get(sessionId);
  if (existing) return existing;
  const relay = new SessionRelay(() => relays().delete(sessionId));
  relays().set(sessionId, relay);
  return relay;
}

/** The same; undefined if neither is connected. */
export const relayIfAny = (sessionId: string) => relays().get(sessionId);

/** The number of pages that are connected to a session in this process. */
export const pagesOf = (sessionId: string) => relays().get(sessionId)?.pages ?? 0;

const relays = () => perProcess('terminal relays', () => new Map<string, SessionRelay>());

/** Sends a page something from the site itself. */
export function tell(page: WebSocket, message: SiteMessage): void {
  send(page, message);
}

function send(socket: WebSocket, message: unknown): void {
  if (socket.bufferedAmount > WAITING_BYTES_MAX) return socket.terminate();
  socket.send(JSON.stringify(message));
}

function messageOfPage(data: RawData): PageMessage | undefined {
  const parsed = pageMessageSchema.safeParse(jsonOf(data));
  return parsed.success ? parsed.data : undefined;
}

function jsonOf(data: RawData): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}

function rateLimiter(): () => boolean {
  let since = performance.now();
  let count = 0;
  return () => {
    if (performance.now() - since > 1_000) {
      since = performance.now();
      count = 0;
    }
    count += 1;
    return count > MESSAGES_PER_SECOND_MAX;
  };
}
