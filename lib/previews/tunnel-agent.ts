import 'server-only';
import { once } from 'node:events';
import { Agent, type ClientRequest } from 'node:http';
import type { Duplex } from 'node:stream';

/** Less than the time after which common servers close an idle connection: uvicorn after 5 s. */
const IDLE_MS = 4_000;

type Created = (error: Error | null, stream: Duplex) => void;

/**
 * Keeps tunnels to one port for the next request, as node's agent does with connections. A tunnel is a stream
 * and no socket, so what the agent would set on a socket is done here.
 */
export class TunnelAgent extends Agent {
  readonly #open: () => Promise<Duplex>;
  readonly #idle = new Map<Duplex, { timer: NodeJS.Timeout; end: () => void }>();

  /** @param open opens a tunnel. It is called for each request for which no tunnel is idle */
  constructor(open: () => Promise<Duplex>) {
    super({ keepAlive: true, scheduling: 'lifo' });
    this.#open = open;
  }

  override createConnection(_options: unknown, callback: Created): undefined {
    void this.#create(callback);
  }

  async #create(callback: Created): Promise<void> {
    let stream: Duplex;
    try {
      stream = await this.#open();
    } catch (error) {
      // Node looks at no stream if there is an error.
      return callback(error as Error, undefined as unknown as Duplex);
    }
    stream.once('close', () => this.#forget(stream));
    callback(null, stream);
  }

  override keepSocketAlive(stream: Duplex): boolean {
    const end = () => stream.destroy();
    this.#idle.set(stream, { timer: setTimeout(end, IDLE_MS), end });
    // What comes unasked would be taken for the answer to the next request.
    stream.on('data', end).resume();
    return true;
  }

  override reuseSocket(stream: Duplex, request: ClientRequest): void {
    request.reusedSocket = true;
    this.#forget(stream);
  }

  /** Closes a tunnel that no request uses. @returns whether there was one */
  async closeIdle(): Promise<boolean> {
    const [stream] = this.#idle.keys();
    if (stream === undefined) return false;
    this.#forget(stream);
    await once(stream.destroy(), 'close');
    return true;
  }

  #forget(stream: Duplex): void {
    const idle = this.#idle.get(stream);
    if (idle === undefined) return;
    clearTimeout(idle.timer);
    stream.off('data', idle.end);
    this.#idle.delete(stream);
  }
}
