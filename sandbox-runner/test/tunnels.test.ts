/** Tunnels to ports that containers of a real sandbox publish. The site's side is a server of this test. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { EngineState } from '@dfm/contracts/engine-state';
import { terminalLimits } from '@dfm/contracts/terminal';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer, createWebSocketStream } from 'ws';
import { TokenBucket } from '../src/clock/token-bucket.ts';
import { watchEngine } from '../src/engine/engine-state.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { Tunnels } from '../src/terminals/tunnels.ts';
import { oneSandbox } from './one-sandbox.ts';

/** Answers a WebSocket with what it sends, and any other request with its path. */
const program = `import base64, hashlib, http.server, struct
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        key = self.headers.get("Sec-WebSocket-Key")
        if key is None:
            body = self.path.encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        self.send_response(101)
        for name, value in (("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept)):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.flush()
        head = self.rfile.read(2)
        length = head[1] & 127
        mask = self.rfile.read(4)
        data = bytes(byte ^ mask[at % 4] for at, byte in enumerate(self.rfile.read(length)))
        self.wfile.write(bytes([head[0], length]) + data)
        self.close_connection = True
http.server.ThreadingHTTPServer(("0.0.0.0", 80), Handler).serve_forever()
`;

const setting = oneSandbox();
const awaited = new Map<string, PromiseWithResolvers<WebSocket>>();
const stopping = new AbortController();
let site: WebSocketServer;
let sandbox: Sandbox;
let tunnels: Tunnels;
let watching: Promise<void>;

beforeAll(async () => {
  site = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  site.on('connection', (socket, { url }) => awaited.get(url!.slice(1))!.resolve(socket));
  await once(site, 'listening');
  sandbox = await setting.pool.acquire('tunnels');
  tunnels = new Tunnels({
    dial: (port) => sandbox.dial('127.0.0.1', port),
    connect: (tunnel) => new WebSocket(`ws://127.0.0.1:${(site.address() as AddressInfo).port}/${tunnel}`),
    send: ({ tunnel, problem }) => awaited.get(tunnel)!.reject(new Error(problem)),
    onUse: () => undefined,
  });
  const allPublished = Promise.withResolvers<void>();
  const show = (state: EngineState) => {
    tunnels.showEngine(state);
    if (state.containers.flatMap(({ ports }) => ports).length === 3) allPublished.resolve();
  };
  watching = watchEngine(sandbox.engine, {
    onState: show,
    wasUsed: () => false,
    listings: new TokenBucket(1, 1),
    signal: stopping.signal,
  });
  await start(['-c', program], 80, 8000);
  // Publishes a port at which nothing listens.
  await start(['-c', 'import time; time.sleep(1e6)'], 80, 8001);
  await start(['-m', 'http.server', '80'], 81, 8002);
  await allPublished.promise;
  await vi.waitFor(() => get('/ready'), { timeout: 20_000, interval: 200 });
});
afterAll(async () => {
  tunnels.close();
  stopping.abort();
  await watching.catch(() => undefined);
  site.close();
  await setting.pool.release(sandbox, 'discard');
});

async function start(command: string[], inside: number, outside: number): Promise<void> {
  const container = await sandbox.engine.createContainer({
    Image: 'python:3.11-slim-bookworm',
    Cmd: ['python', ...command],
    ExposedPorts: { [`${inside}/tcp`]: {} },
    HostConfig: { PortBindings: { [`${inside}/tcp`]: [{ HostPort: String(outside) }] } },
  });
  await container.start();
}

/** @throws the problem */
async function tunnelTo(port: number): Promise<Duplex> {
  const tunnel = randomUUID();
  const connected = Promise.withResolvers<WebSocket>();
  awaited.set(tunnel, connected);
  tunnels.open({ tunnel, port });
  return createWebSocketStream(await connected.promise);
}

async function get(path: string, port = 8000): Promise<{ status: number; body: string }> {
  const stream = await tunnelTo(port);
  const outgoing = request({ createConnection: () => stream, path, headers: { connection: 'close' } });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  // From here on, the response has what happens to the connection.
  outgoing.on('error', () => {});
  return { status: response.statusCode!, body: await text(response) };
}

test('a published port answers', async () =>
  expect(await get('/a?b=c')).toEqual({ status: 200, body: '/a?b=c' }));

test('a WebSocket answers', async () => {
  const stream = await tunnelTo(8000);
  const socket = new WebSocket('ws://preview/', { createConnection: () => stream as never });
  await once(socket, 'open');
  socket.send('how are you');
  const [answer] = (await once(socket, 'message')) as [Buffer];
  expect(String(answer)).toBe('how are you');
  socket.terminate();
});

test('a port that is published without a program behind it closes the connection', async () => {
  await expect(get('/', 8001)).rejects.toThrow(/hang up|ECONNRESET/);
});

test('a port that is not published is refused, even if something listens there', async () => {
  // The shelf, and the port of a container inside its own network.
  for (const port of [61_080, 80, 8003]) await expect(tunnelTo(port)).rejects.toThrow('not-published');
});

test('a port is refused once its container has ended', async () => {
  await start(['-m', 'http.server', '80'], 80, 8004);
  await expect
    .poll(() =>
      get('/', 8004).then(
        ({ status }) => status,
        () => undefined,
      ),
    )
    .toBe(200);
  const [last] = await sandbox.engine.listContainers({ filters: { publish: ['8004'] } });
  await sandbox.engine.getContainer(last!.Id).remove({ force: true });
  await expect.poll(() => get('/', 8004).catch((error: Error) => error.message)).toBe('not-published');
});

test('no more tunnels than a sandbox has processes for, and as many again once they are closed', async () => {
  const open = await Promise.all(Array.from({ length: terminalLimits.tunnels }, () => tunnelTo(8000)));
  await expect(tunnelTo(8000)).rejects.toThrow('too-many');
  for (const stream of open) stream.destroy();
  await expect
    .poll(() =>
      get('/again').then(
        ({ body }) => body,
        () => undefined,
      ),
    )
    .toBe('/again');
});

test('tunnels end with the session', async () => {
  const stream = await tunnelTo(8000);
  tunnels.close();
  stream.resume();
  await expect.poll(() => stream.readableEnded).toBe(true);
});
