import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** Stands between a client and a server, and can break what is between them. */
export class TcpProxy {
  /** Where connections go from now on. */
  targetPort: number;
  readonly #server = createServer((socket) => this.#join(socket));
  readonly #sockets = new Set<Socket>();

  constructor(targetPort: number) {
    this.targetPort = targetPort;
  }

  /** @returns the port to connect to */
  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * What is open stays open and carries nothing any more, in neither direction. New connections are as
   * before. @returns how many there were
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
