/**
 * A terminal with a published port, for tests: the site's own server and sockets, the runner's own link and
 * tunnels, and a program that stands for the one in a container.
 */
import { once } from 'node:events';
import { type IncomingMessage, type RequestListener, type Server, createServer, request } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { MessageToRunner } from '@dfm/contracts/terminal';
import { WebSocket, WebSocketServer } from 'ws';
import { GET as openPort } from '../../app/api/terminal/previews/[port]/route.ts';
import { parseTrustedProxies } from '../../lib/http/client-address.ts';
import { createGuardedServer } from '../../lib/http/guarded-server.ts';
import { previewLabel } from '../../lib/http/preview-host.ts';
import { answerPreview, upgradePreview } from '../../lib/previews/answer-preview.ts';
import { takeTerminalSocket } from '../../lib/sockets/terminal-sockets.ts';
import { SiteClient } from '../../sandbox-runner/src/queue/site-client.ts';
import { SiteLink } from '../../sandbox-runner/src/terminals/site-link.ts';
import { Tunnels } from '../../sandbox-runner/src/terminals/tunnels.ts';
import { RUNNER_TOKEN, type Visitor } from './site.ts';

/** The port that the engine of the sandbox publishes. */
export const published = 8000;

/** The site's server. What reaches the site itself is kept in `reached`. */
export async function listenAsSite(): Promise<{ server: Server; port: number; reached: IncomingMessage[] }> {
  const reached: IncomingMessage[] = [];
  const server = createGuardedServer(
    {
      trustedProxies: parseTrustedProxies('127.0.0.1'),
      answerPreview: (incoming, response) => {
        const label = previewLabel(incoming, 'localhost');
        if (label !== undefined) answerPreview(label, incoming, response);
        return label !== undefined;
      },
    },
    (incoming, response) => {
      reached.push(incoming);
      response.end('the site');
    },
  );
  server.on('upgrade', (incoming, socket, head) => {
    const label = previewLabel(incoming, 'localhost');
    if (label !== undefined) upgradePreview(label, incoming, socket, head);
    else if (!takeTerminalSocket(incoming, socket, head)) socket.destroy();
  });
  return { server, port: await listening(server), reached };
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** The program in the container. */
export interface Program {
  answer: RequestListener;
  /** Requests as they arrived. */
  requests: IncomingMessage[];
  /** Connections so far. */
  connections: number;
  server: Server;
  port: number;
  close(): void;
}

export async function startProgram(): Promise<Program> {
  const server = createServer((incoming, response) => {
    program.requests.push(incoming);
    program.answer(incoming, response);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    program.requests.push(incoming);
    if (incoming.url === '/refused')
      return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
    sockets.handleUpgrade(incoming, socket, head, (opened) => {
      opened.send('hello');
      opened.on('message', (data, isBinary) => opened.send(data, { binary: isBinary }));
    });
  });
  server.on('connection', () => (program.connections += 1));
  const program: Program = {
    answer: (_incoming, response) => response.end('ok'),
    requests: [],
    connections: 0,
    server,
    port: await listening(server),
    close: () => {
      server.closeAllConnections();
      for (const socket of sockets.clients) socket.terminate();
      server.close();
    },
  };
  return program;
}

/** The runner's side of a session. */
export class RunnerSide {
  readonly asked: MessageToRunner[] = [];
  readonly tunnels: Tunnels;
  readonly #stopping = new AbortController();

  /** @param programPort where the published port leads; undefined if nothing listens there */
  constructor(
    sitePort: number,
    session: { id: string; fence: number },
    programPort: () => number | undefined,
  ) {
    const client = new SiteClient(`http://127.0.0.1:${sitePort}`, RUNNER_TOKEN);
    this.tunnels = new Tunnels({
      dial: async () => {
        const port = programPort();
        if (port === undefined) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
        const socket = connect(port, '127.0.0.1');
        await once(socket, 'connect');
        return socket;
      },
      connect: (tunnel) => client.tunnelSocket(session.id, session.fence, tunnel),
      send: (refusal) => link.send(refusal),
      onUse: () => undefined,
    });
    this.publish([published]);
    const link = new SiteLink({
      connect: () => client.terminalSocket(session.id, session.fence),
      onMessage: (message) => {
        this.asked.push(message);
        if ('tunnel' in message) this.tunnels.open(message);
      },
      onNewConnection: () => this.#connected.resolve(),
      onRefused: (status) => this.#connected.reject(new Error(`refused with status ${status}`)),
    });
    void link.keepOpen(this.#stopping.signal);
  }

  readonly #connected = Promise.withResolvers<void>();
  get connected(): Promise<void> {
    return this.#connected.promise;
  }

  /** What the engine of the sandbox says that it publishes. */
  publish(ports: number[]): void {
    const container = {
      id: 'a',
      name: 'web',
      image: '',
      imageId: '',
      state: 'running',
      exitCode: null,
    } as const;
    this.tunnels.showEngine({
      containers: [
        {
          ...container,
          health: null,
          restarts: 0,
          ports: ports.map((port) => ({ inside: 80, outside: port, protocol: 'tcp' })),
          mounts: [],
          networks: [],
        },
      ],
      images: [],
      volumes: [],
      networks: [],
      isCut: false,
    });
  }

  stop(): void {
    this.#stopping.abort();
    this.tunnels.close();
  }
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A browser: it keeps the cookie of a preview. */
export class Browser {
  readonly #sitePort: number;
  host = '';
  cookie = '';

  constructor(sitePort: number) {
    this.#sitePort = sitePort;
  }

  /** Opens a port from the page of the terminal, and follows both redirects. */
  async open(learner: Visitor, port = published): Promise<Answer> {
    const entered = await this.enter(learner, port);
    this.cookie = entered.headers['set-cookie']![0]!.split(';')[0]!;
    return this.get('/');
  }

  /** The response to the ticket. */
  async enter(learner: Visitor, port = published): Promise<Answer> {
    const { headers } = await pressOpen({ cookie: learner.cookie }, String(port));
    const address = new URL(headers.get('location')!);
    this.host = address.host;
    return this.get(address.pathname + address.search, { cookie: '' });
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await this.send('GET', path, headers);
    return { status: response.statusCode!, headers: response.headers, body: await text(response) };
  }

  /** The response before its body. */
  async send(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: Buffer,
  ): Promise<IncomingMessage> {
    const outgoing = request({
      host: '127.0.0.1',
      port: this.#sitePort,
      method,
      path,
      agent: false,
      headers: { host: this.host, cookie: this.cookie, ...headers },
    });
    outgoing.end(body);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    // From here on, the response has what happens to the connection.
    outgoing.on('error', () => {});
    return response;
  }

  socket(path: string, headers: Record<string, string> = {}): WebSocket {
    return openSocket(`ws://127.0.0.1:${this.#sitePort}${path}`, {
      host: this.host,
      cookie: this.cookie,
      origin: `http://${this.host}`,
      ...headers,
    });
  }
}

/** Its connection may break after what a test waits for, also when it was refused. */
export function openSocket(url: string, headers: Record<string, string>): WebSocket {
  return new WebSocket(url, { headers }).on('error', () => {});
}

/** The response of the site to the link of a port. */
export function pressOpen(headers: Record<string, string>, port = String(published)): Promise<Response> {
  return openPort(new Request(`http://localhost/api/terminal/previews/${port}`, { headers }), {
    params: Promise.resolve({ port }),
  });
}
