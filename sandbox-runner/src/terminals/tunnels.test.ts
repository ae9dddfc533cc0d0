import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { type Duplex, PassThrough } from 'node:stream';
import type { EngineState } from '@dfm/contracts/engine-state';
import { type TunnelRefusal, terminalLimits } from '@dfm/contracts/terminal';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Tunnels } from './tunnels.ts';

let site: WebSocketServer;
let server: Server;
let tunnels: Tunnels;
let refusals: TunnelRefusal[];
let uses: number;
/** What a connection inside leads to. */
let dial: (port: number) => Promise<Duplex>;

const tunnel = '01a1fca7-1082-422a-aa46-3aa38918a288';

beforeEach(async () => {
  refusals = [];
  uses = 0;
  server = createServer().listen(0, '127.0.0.1');
  site = new WebSocketServer({ server });
  await once(server, 'listening');
  dial = async () => new PassThrough();
  tunnels = new Tunnels({
    dial: (port) => dial(port),
    connect: (id) => new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/${id}`),
    send: (refusal) => refusals.push(refusal),
    onUse: () => (uses += 1),
  });
  tunnels.showEngine(publishing({ outside: 8000, protocol: 'tcp' }));
});
afterEach(() => {
  tunnels.close();
  for (const socket of site.clients) socket.terminate();
  server.close();
});

type Port = EngineState['containers'][number]['ports'][number];

function publishing(...ports: Omit<Port, 'inside'>[]): EngineState {
  const container = { ports: ports.map((port) => ({ inside: 80, ...port })) };
  return { containers: [container] } as unknown as EngineState;
}

async function opened(): Promise<WebSocket> {
  tunnels.open({ tunnel, port: 8000 });
  const [socket] = (await once(site, 'connection')) as [WebSocket];
  return socket;
}

test('bytes pass in both directions, and those of the site count as use', async () => {
  const socket = await opened();
  expect(uses).toBe(0);
  socket.send(Buffer.from('echo'));
  const [echo] = (await once(socket, 'message')) as [Buffer];
  expect(String(echo)).toBe('echo');
  expect(uses).toBe(1);
});

test.each<[what: string, ports: Omit<Port, 'inside'>[]]>([
  ['nothing', []],
  ['a port with another number', [{ outside: 8001, protocol: 'tcp' }]],
  ['the port for UDP', [{ outside: 8000, protocol: 'udp' }]],
  ['the port only inside', [{ outside: null, protocol: 'tcp' }]],
])('an engine that publishes %s: refused', (_what, ports) => {
  dial = () => Promise.reject(new Error('must not be called'));
  tunnels.showEngine(publishing(...ports));
  tunnels.open({ tunnel, port: 8000 });
  expect(refusals).toEqual([{ tunnel, problem: 'not-published' }]);
});

test.each([
  ['refused', Object.assign(new Error('no'), { code: 'ECONNREFUSED' })],
  ['failed', new Error('no')],
])('a connection that cannot be made: %s', async (problem, error) => {
  dial = () => Promise.reject(error);
  tunnels.open({ tunnel, port: 8000 });
  await expect.poll(() => refusals).toEqual([{ tunnel, problem }]);
});

test('no more than the limit, until one has ended', async () => {
  for (let n = 0; n < terminalLimits.tunnels; n++) tunnels.open({ tunnel, port: 8000 });
  expect(refusals).toEqual([]);
  tunnels.open({ tunnel, port: 8000 });
  expect(refusals).toEqual([{ tunnel, problem: 'too-many' }]);
  await expect.poll(() => site.clients.size).toBe(terminalLimits.tunnels);
  [...site.clients][0]!.close();
  await expect
    .poll(() => {
      const before = refusals.length;
      tunnels.open({ tunnel, port: 8000 });
      return refusals.length - before;
    })
    .toBe(0);
});

test('when either side ends, so does the other', async () => {
  const inside = new PassThrough();
  dial = async () => inside;
  const socket = await opened();
  socket.terminate();
  await expect.poll(() => inside.destroyed).toBe(true);
  const another = new PassThrough();
  dial = async () => another;
  const second = await opened();
  another.end();
  await once(second, 'close');
});

test('a site that refuses the tunnel closes the connection inside', async () => {
  server.removeAllListeners('upgrade');
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 404 Not Found\r\n\r\n'));
  const inside = new PassThrough();
  dial = async () => inside;
  tunnels.open({ tunnel, port: 8000 });
  await expect.poll(() => inside.destroyed).toBe(true);
});

test('closing ends all, also those that are just being connected', async () => {
  const socket = await opened();
  const { promise, resolve } = Promise.withResolvers<Duplex>();
  dial = () => promise;
  tunnels.open({ tunnel, port: 8000 });
  tunnels.close();
  await once(socket, 'close');
  const inside = new PassThrough();
  resolve(inside);
  await expect.poll(() => inside.destroyed).toBe(true);
});

test('a program that sends fast is held up by a site that reads nothing', async () => {
  let sent = 0;
  const fast = createTcpServer((socket) => {
    const chunk = Buffer.alloc(2 ** 16);
    const send = () => {
      let hasRoom = true;
      while (hasRoom) {
        hasRoom = socket.write(chunk);
        sent += chunk.length;
      }
      socket.once('drain', send);
    };
    socket.on('error', () => undefined);
    send();
  }).listen(0, '127.0.0.1');
  await once(fast, 'listening');
  dial = async () => {
    const socket = connect((fast.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };
  const socket = await opened();
  socket.pause();
  let before = -1;
  // Only what the buffers of the system hold.
  await expect
    .poll(
      () => {
        const isStill = sent === before;
        before = sent;
        return isStill;
      },
      { interval: 500 },
    )
    .toBe(true);
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(64 * 2 ** 20);
  socket.terminate();
  fast.close();
});
