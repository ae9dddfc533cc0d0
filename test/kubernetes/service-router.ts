import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { passRequest } from '../update/pass-request.ts';
import type { Cluster } from './cluster/cluster.ts';

/** The port of all Services. */
const port = 3000;

interface Endpoint {
  addresses: string[];
  conditions: { ready?: boolean };
}

interface IngressPath {
  path: string;
  backend: { service: { name: string } };
}

/**
 * Gives requests to pods that are ready, as an ingress controller and kube-proxy would: the cluster of the
 * tests has neither. A request whose host is the name of a Service goes to its pods, and any other to where
 * the Ingress says. This machine needs a route to the pods.
 */
export class ServiceRouter {
  readonly #servers: Server[] = [];
  /** Addresses of the pods of each Service that are ready. */
  readonly #pods = new Map<string, readonly string[]>();
  /** The longest first. */
  #paths: readonly IngressPath[] = [];
  #watch: ReturnType<Cluster['watch']> | undefined;
  #next = 0;

  /**
   * @param address of this machine
   * @param own port there; any that is free unless given
   * @returns the port
   */
  async listen(address: string, own = 0): Promise<number> {
    const server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));
    server.on('upgrade', (incoming, socket, head) => this.#upgrade(incoming, socket, head));
    this.#servers.push(server);
    server.listen(own, address);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** Follows the pods of all Services in a namespace from now on. */
  follow(cluster: Cluster, namespace: string): void {
    const name = '{.metadata.labels.kubernetes\\.io/service-name}';
    this.#watch = cluster.watch(
      ...['get', 'endpointslices', '--namespace', namespace],
      ...['--output', `jsonpath=${name} {.endpoints}{"\\n"}`],
    );
    createInterface(this.#watch.stdout).on('line', (line) => {
      const [service, ...rest] = line.split(' ');
      const endpoints = (JSON.parse(rest.join(' ') || 'null') ?? []) as Endpoint[];
      const ready = endpoints.filter(({ conditions }) => conditions.ready === true);
      this.#pods.set(
        service!,
        ready.flatMap(({ addresses }) => addresses),
      );
    });
  }

  /** Reads the paths of the Ingress objects in a namespace. */
  async readIngress(cluster: Cluster, namespace: string): Promise<void> {
    const rules = 'jsonpath={.items[*].spec.rules[*].http.paths}';
    const text = await cluster.kubectl('get', 'ingress', '--namespace', namespace, '--output', rules);
    this.#paths = (JSON.parse(text) as IngressPath[]).toSorted((a, b) => b.path.length - a.path.length);
  }

  close(): void {
    this.#watch?.kill();
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  /** The pod for a request; undefined if none is ready. */
  #podFor({ url = '', headers }: IncomingMessage): string | undefined {
    const [host = ''] = (headers.host ?? '').split(':');
    const routed = this.#paths.find(({ path }) => url.startsWith(path))?.backend.service.name;
    const pods = this.#pods.get(host) ?? this.#pods.get(routed ?? '') ?? [];
    return pods[this.#next++ % pods.length];
  }

  #pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const host = this.#podFor(incoming);
    if (host === undefined) return void outgoing.writeHead(503).end();
    passRequest(incoming, outgoing, { host, port });
  }

  /** A WebSocket. */
  #upgrade(incoming: IncomingMessage, near: Duplex, head: Buffer): void {
    const host = this.#podFor(incoming);
    if (host === undefined) return void near.destroy();
    const far = connect(port, host);
    const lines = incoming.rawHeaders.map((text, n) => (n % 2 === 0 ? `${text}: ` : `${text}\r\n`));
    far.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
    far.write(head);
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  }
}
