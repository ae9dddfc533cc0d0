import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PodLink } from './link.ts';

/** Unix sockets of this machine that lead to those of the same name in a pod. */
export class LocalSockets {
  readonly #dir: string;
  readonly #servers: Server[];
  readonly #open = new Set<Duplex>();

  private constructor(dir: string, servers: Server[], open: Set<Duplex>) {
    this.#dir = dir;
    this.#servers = servers;
    this.#open = open;
  }

  /** @param dir is created, and removed by `close` */
  static async serve(dir: string, link: PodLink, names: readonly string[]): Promise<LocalSockets> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
    const open = new Set<Duplex>();
    const servers = names.map((name) => {
      const server = createServer({ allowHalfOpen: true }, (socket) => {
        open.add(socket);
        socket.once('close', () => open.delete(socket));
        connectStreams(socket, link.channel('socket', `/sock/${name}`));
      });
      server.listen(join(dir, name));
      return server;
    });
    await Promise.all(
      servers.map(
        (server) =>
          new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject)),
      ),
    );
    return new LocalSockets(dir, servers, open);
  }

  path(name: string): string {
    return join(this.#dir, name);
  }

  /** Safe to repeat. */
  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    for (const server of this.#servers) server.close();
    await rm(this.#dir, { recursive: true, force: true });
  }
}

/** Connects two streams in both directions, until both have ended or one has failed. */
export function connectStreams(one: Duplex, other: Duplex): void {
  pipeline(one, other, one).catch(() => {
    one.destroy();
    other.destroy();
  });
}
