import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { passRequest } from './pass-request.ts';

const pollMs = 50;

/** A reverse proxy that gives new requests to its backends in turn, and can take a backend out of use. */
export class DrainingProxy {
  readonly #server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));
  /** Requests in progress by port, also of backends that get no new ones. */
  readonly #inProgress = new Map<number, number>();
  #ports: number[] = [];
  #next = 0;

  /** @returns the address to connect to */
  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Gives requests to a backend from now on. */
  add(port: number): void {
    this.#ports.push(port);
  }

  /**
   * Gives no new requests to a backend, and waits for those in progress.
   *
   * @returns the number that is left after `withinMs`
   */
  async drain(port: number, withinMs: number): Promise<number> {
    this.#ports = this.#ports.filter((each) => each !== port);
    const left = () => this.#inProgress.get(port) ?? 0;
    for (const end = performance.now() + withinMs; left() > 0 && performance.now() < end;)
      await delay(pollMs);
    return left();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const port = this.#ports[this.#next++ % this.#ports.length];
    if (port === undefined) return void outgoing.writeHead(503).end();
    this.#count(port, 1);
    outgoing.once('close', () => this.#count(port, -1));
    passRequest(incoming, outgoing, { host: '127.0.0.1', port });
  }

  #count(port: number, change: 1 | -1): void {
    this.#inProgress.set(port, (this.#inProgress.get(port) ?? 0) + change);
  }
}
