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

export interface SiteLinkSetting {
  /** Opens a WebSocket to the site. */
  connect: () => WebSocket;
  onMessage: (message: MessageToRunner) => void;
  /** Called when a connection was lost or opened: the site has forgotten the pages of the one before. */
  onNewConnection: () => void;
}

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
    const pause = new BackOff(250, 5_000);
    while (!signal.aborted) {
      const isOver = await this.#connection(signal, () => pause.reset());
      if (isOver) return;
      await delay(pause.next(), undefined, { signal }).catch(() => undefined);
    }
  }

  /**
   * Opens a connection, and waits until it has ended.
   *
   * @returns whether the session is over
   */
  #connection(signal: AbortSignal, onOpen: () => void): Promise<boolean> {
    const socket = this.#setting.connect();
    const end = () => socket.terminate();
    const silence = setTimeout(end, maxSilenceMs);
    signal.addEventListener('abort', end, { once: true });
    return new Promise((resolve) => {
      let isOver = false;
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
        isOver = response.statusCode === staleStatus;
        end();
      });
      // `close` follows.
      socket.on('error', () => undefined);
      socket.on('close', (code) => {
        clearTimeout(silence);
        signal.removeEventListener('abort', end);
        if (this.#socket === socket) this.#socket = undefined;
        resolve(isOver || code === socketCloseCodes.over);
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
