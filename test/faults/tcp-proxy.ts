import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** A proxy between a client and a server that can break their connections. */
export class TcpProxy {
  /** Port to which new connections are forwarded. */
  targetPort: number;
  readonly #server = createServer((socket) => this.#join(socket));
  readonly #sockets = new Set<Socket>();

  constructor(targetPort: number) {
    this.targetPort = targetPort;
  }

  /**
   * @param address of this machine on which it listens
   * @returns the port to connect to
   */
  async open(address = '127.0.0.1'): Promise<number> {
    this.#server.listen(0, address);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * Existing connections stay open but no longer transfer anything in either direction. New connections work.
   *
   * @returns the number of frozen connections
   */
  freeze(): number {
    for (const socket of this.#sockets) {
      socket.removeAllListeners('data');
      socket.unpipe();
      socket.resume();
    }
    return this.#sockets.size / 2;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket): void {
    const far = connect(this.targetPort, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
  }
}
