import { setTimeout as delay } from 'node:timers/promises';
import {
  type MessageToRunner,
  type MessageToSite,
  messageToRunnerSchema,
  socketCloseCodes,
} from '@dfm/contracts/terminal';
import type { WebSocket } from 'ws';
import { BackOff } from '../host/back-off.ts';

/** The site pings every 10 s. A connection without them is lost, although nothing has closed it. */
const maxSilenceMs = 30_000;
/** Answer of the site to an outdated fence. */
const staleStatus = 409;
/** A status from here on is a problem that passes, such as a site that is being updated. */
const minPassingStatus = 500;

export interface SiteLinkSetting {
  /** Opens a WebSocket to the site. */
  connect: () => WebSocket;
  onMessage: (message: MessageToRunner) => void;
  /** Called when a connection was lost or opened: the site has forgotten the pages of the one before. */
  onNewConnection: () => void;
  /**
   * Called with the status when the site, or a proxy in front of it, refuses the connection, and not again
   * until one was opened. It is still tried, but seldom: someone may correct the cause.
   */
  onRefused: (status: number) => void;
}

/** How a connection ended. A number is the status of a refusal. */
type ConnectionEnd = 'over' | 'lost' | number;

/** The connection of a session to the site, which is opened again as long as the session lasts. */
export class SiteLink {
  readonly #setting: SiteLinkSetting;
  #socket: WebSocket | undefined;

  constructor(setting: SiteLinkSetting) {
    this.#setting = setting;
  }

  /** Sends something, or drops it while there is no connection. */
  send(message: MessageToSite): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** Keeps the connection open until the signal aborts, or the site says that the session is over. */
  async keepOpen(signal: AbortSignal): Promise<void> {
    const lost = new BackOff(250, 5_000);
    const refused = new BackOff(5_000, 60_000);
    let isRefused = false;
    const onOpen = () => {
      lost.reset();
      refused.reset();
      isRefused = false;
    };
    while (!signal.aborted) {
      const end = await this.#connection(signal, onOpen);
      if (end === 'over' || signal.aborted) return;
      if (end !== 'lost' && !isRefused) this.#setting.onRefused(end);
      isRefused ||= end !== 'lost';
      const pause = end === 'lost' ? lost : refused;
      await delay(pause.next(), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Opens a connection, and waits until it has ended. */
  #connection(signal: AbortSignal, onOpen: () => void): Promise<ConnectionEnd> {
    const socket = this.#setting.connect();
    const terminate = () => socket.terminate();
    const silence = setTimeout(terminate, maxSilenceMs);
    signal.addEventListener('abort', terminate, { once: true });
    return new Promise((resolve) => {
      let end: ConnectionEnd = 'lost';
      socket.on('open', () => {
        onOpen();
        this.#socket = socket;
        this.#setting.onNewConnection();
      });
      socket.on('ping', () => silence.refresh());
      socket.on('message', (data) => {
        const message = messageToRunnerSchema.safeParse(jsonOf(String(data)));
        if (message.success) this.#setting.onMessage(message.data);
      });
      socket.on('unexpected-response', (_request, response) => {
        const { statusCode = minPassingStatus } = response;
        if (statusCode === staleStatus) end = 'over';
        else if (statusCode < minPassingStatus) end = statusCode;
        terminate();
      });
      // `close` follows.
      socket.on('error', () => undefined);
      socket.on('close', (code) => {
        clearTimeout(silence);
        signal.removeEventListener('abort', terminate);
        if (this.#socket === socket) this.#socket = undefined;
        resolve(code === socketCloseCodes.over ? 'over' : end);
      });
    });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
