import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { EngineState } from '@dfm/contracts/engine-state';
import {
  type TunnelProblem,
  type TunnelRefusal,
  type TunnelRequest,
  terminalLimits,
} from '@dfm/contracts/terminal';
import { type WebSocket, createWebSocketStream } from 'ws';

/** The site pings every 10 s. A tunnel without them is lost, although nothing has closed it. */
const maxSilenceMs = 30_000;

export interface TunnelsSetting {
  /**
   * Connects with a port in the network of the sandbox's engine.
   *
   * @throws Error with the code ECONNREFUSED if nothing accepts connections there
   */
  dial: (port: number) => Promise<Duplex>;
  /** Opens the WebSocket of a tunnel to the site. */
  connect: (tunnel: string) => WebSocket;
  /** Tells the site why there is no tunnel. */
  send: (refusal: TunnelRefusal) => void;
  /** Called when something arrives from the site. */
  onUse: () => void;
}

/** The tunnels of a session: connections between the site and ports that containers publish. */
export class Tunnels {
  readonly #setting: TunnelsSetting;
  readonly #closing = new AbortController();
  #published: ReadonlySet<number> = new Set();
  #open = 0;

  constructor(setting: TunnelsSetting) {
    this.#setting = setting;
  }

  /** Only ports that the engine publishes now are connected, whatever the site asks for. */
  showEngine({ containers }: EngineState): void {
    const ports = containers.flatMap((container) => container.ports);
    this.#published = new Set(
      ports.flatMap(({ outside, protocol }) => (protocol === 'tcp' && outside !== null ? [outside] : [])),
    );
  }

  /** Opens a tunnel, or tells the site why not. */
  open({ tunnel, port }: TunnelRequest): void {
    const refuse = (problem: TunnelProblem) => this.#setting.send({ tunnel, problem });
    if (!this.#published.has(port)) return refuse('not-published');
    if (this.#open >= terminalLimits.tunnels) return refuse('too-many');
    this.#open += 1;
    void this.#connect(tunnel, port, refuse).finally(() => (this.#open -= 1));
  }

  /** Closes all tunnels, and opens no more. */
  close(): void {
    this.#closing.abort();
  }

  async #connect(tunnel: string, port: number, refuse: (problem: TunnelProblem) => void): Promise<void> {
    const { dial, connect, onUse } = this.#setting;
    const { signal } = this.#closing;
    let inside: Duplex;
    try {
      inside = await dial(port);
    } catch (error) {
      const isRefused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
      return refuse(isRefused ? 'refused' : 'failed');
    }
    // Without a listener, an error after the end would end the runner.
    inside.on('error', () => undefined);
    if (signal.aborted) return void inside.destroy();
    const socket = connect(tunnel);
    // What arrives is not read while the program inside takes no more of it.
    const silence = setTimeout(
      () => (socket.isPaused ? silence.refresh() : socket.terminate()),
      maxSilenceMs,
    );
    socket.on('ping', () => silence.refresh());
    // A stream passes on only as much as its other end takes, so nothing collects here.
    const outside = createWebSocketStream(socket);
    outside.on('data', () => {
      silence.refresh();
      onUse();
    });
    // Either may break at any time; the other one is then closed by the pipeline.
    await pipeline(outside, inside, outside, { signal }).catch(() => undefined);
    clearTimeout(silence);
    inside.destroy();
    outside.destroy();
  }
}
