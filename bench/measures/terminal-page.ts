import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type PageMessage, type ReceivedMessage, receivedMessageSchema } from '@dfm/contracts/terminal';
import { WebSocket } from 'ws';

/** The size of every shell. */
const size = { columns: 80, rows: 24 } as const;

/** A connected page with one shell, as far as the site can tell. Shows nothing, and says that it has. */
export class TerminalPage {
  readonly #socket: WebSocket;
  readonly #waiting = new Set<(message: ReceivedMessage) => void>();
  #typed = 0;
  #shown = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const message = receivedMessageSchema.parse(JSON.parse(String(data)));
      if (message.type === 'screen') this.#shown = 0;
      if (message.type === 'output') {
        this.#shown += message.text.length;
        this.#send({ type: 'shown', shell: 0, length: this.#shown });
      }
      for (const waiting of this.#waiting) waiting(message);
    });
  }

  /**
   * Connects, and resolves when the screen of the shell is there.
   *
   * @param url of the site
   * @throws Error if the site or the shell does not answer within `timeoutMs`
   */
  static async open(
    url: string,
    cookie: string,
    sessionId: string,
    timeoutMs = 60_000,
  ): Promise<TerminalPage> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/terminal/${sessionId}/socket`, {
      headers: { cookie, origin: url },
    });
    const page = new TerminalPage(socket);
    const isThere = page.#until((message) => message.type === 'runner' && message.isConnected, timeoutMs);
    await once(socket, 'open');
    await isThere;
    const screen = page.#until(({ type }) => type === 'screen', timeoutMs);
    page.#send({ type: 'hello', page: randomUUID() });
    page.#send({ type: 'attach', shell: 0, ...size });
    await screen;
    return page;
  }

  /**
   * Types a text, and resolves when the shell has printed another one.
   *
   * @returns the time between the two, in milliseconds
   */
  async type(text: string, printed = text, timeoutMs = 60_000): Promise<number> {
    let seen = '';
    const answer = this.#until((message) => {
      if (message.type === 'output' && message.shell === 0) seen += message.text;
      return seen.includes(printed);
    }, timeoutMs);
    const began = performance.now();
    this.#send({ type: 'input', shell: 0, number: (this.#typed += 1), text });
    await answer;
    return performance.now() - began;
  }

  /** Ends the connection without a farewell, as a laptop does that is closed. */
  drop(): void {
    this.#socket.terminate();
  }

  #send(message: PageMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  #until(isIt: (message: ReceivedMessage) => boolean, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        settle();
      };
      const look = (message: ReceivedMessage) => {
        if (isIt(message)) end(resolve);
      };
      const timer = setTimeout(
        () => end(() => reject(new Error(`no answer from a terminal within ${timeoutMs} ms`))),
        timeoutMs,
      );
      this.#waiting.add(look);
    });
  }
}
