import 'server-only';
import { Agent, type ClientRequest, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';

/** Shorter than the time after which common servers close an idle connection: uvicorn after 5 s. */
const IDLE_MS = 4_000;
const IDLE_MAX = 8;

type Created = (error: Error | null, stream: Duplex) => void;

/**
 * Keeps tunnels for the next request to the same port, as node's agent does with connections. A tunnel is a
 * stream and no socket, so what the agent would set on a socket is done here.
 */
export class TunnelAgent extends Agent {
  readonly #open: (port: number) => Promise<Duplex>;
  readonly #idle = new Map<Duplex, { timer: NodeJS.Timeout; end: () => void }>();

  /** @param open opens a tunnel. It is called for each request for which no tunnel is idle */
  constructor(open: (port: number) => Promise<Duplex>) {
    super({ keepAlive: true, scheduling: 'lifo' });
    this.#open = open;
  }

  override createConnection({ port }: ClientRequestArgs, callback: Created): undefined {
    void this.#create(Number(port), callback);
  }

  async #create(port: number, callback: Created): Promise<void> {
    let stream: Duplex;
    try {
      stream = await this.#open(port);
    } catch (error) {
      // Node looks at no stream if there is an error.
      return callback(error as Error, undefined as unknown as Duplex);
    }
    stream.once('close', () => this.#forget(stream));
    // Called by the agent when it reuses the stream. Only a socket can keep a process alive.
    callback(null, Object.assign(stream, { ref: () => stream }));
  }

  override keepSocketAlive(stream: Duplex): boolean {
    if (this.#idle.size >= IDLE_MAX) return false;
    const end = () => stream.destroy();
    this.#idle.set(stream, { timer: setTimeout(end, IDLE_MS), end });
    // What comes unasked would be taken for the answer to the next request.
    stream.on('data', end).resume();
    return true;
  }

  override reuseSocket(stream: Duplex, request: ClientRequest): void {
    this.#forget(stream);
    super.reuseSocket(stream, request);
  }

  #forget(stream: Duplex): void {
    const idle = this.#idle.get(stream);
    if (idle === undefined) return;
    clearTimeout(idle.timer);
    stream.off('data', idle.end);
    this.#idle.delete(stream);
  }
}
