import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { httpExchange, type HttpExchange } from './http-exchange.ts';

let server: Server;
afterEach(() => void server.close());

/** Dials this machine instead of a sandbox. */
const local = {
  dial: async (ip: string, port: number) => {
    const socket = connect(port, ip);
    await once(socket, 'connect');
    return socket;
  },
} as Pick<Sandbox, 'dial'> as Sandbox;

async function exchangeWith(listening: Server, exchange: Partial<HttpExchange> = {}) {
  server = listening.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return httpExchange(local, '127.0.0.1', (server.address() as AddressInfo).port, {
    method: 'GET',
    path: '/x',
    timeoutMs: 500,
    ...exchange,
  });
}

test('the request arrives unchanged, and its answer is returned', async () => {
  const echo = createHttpServer(async (request, response) =>
    response
      .writeHead(201)
      .end(`${request.method} ${request.url} ${request.headers['content-type']} ${await text(request)}`),
  );
  expect(await exchangeWith(echo, { method: 'POST', body: { a: 'é' } })).toMatchObject({
    kind: 'answered',
    status: 201,
    body: 'POST /x application/json {"a":"é"}',
  });
});

test('a redirect is an answer, not followed', async () => {
  expect(
    await exchangeWith(
      createHttpServer((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()),
    ),
  ).toMatchObject({ kind: 'answered', status: 302 });
});

test('a time limit may be fractional, as the rest of a longer wait is', async () => {
  expect(
    await exchangeWith(
      createHttpServer((_, response) => response.end('ready')),
      { timeoutMs: 1_993.8366 },
    ),
  ).toMatchObject({ kind: 'answered', body: 'ready' });
});

test('an endless answer is truncated', async () => {
  const flood = createHttpServer((_, response) => {
    const more = () =>
      void (response.write('x'.repeat(65_536)) ? setImmediate(more) : response.once('drain', more));
    response.on('error', () => undefined);
    more();
  });
  const outcome = await exchangeWith(flood, { timeoutMs: 5_000 });
  expect(outcome.kind === 'answered' && outcome.body.length).toBe(1024 * 1024);
});

test.each<[string, () => Server, string]>([
  ['never answers', () => createServer(() => undefined), 'no answer within 500 ms'],
  [
    'hangs up',
    () => createServer((socket) => socket.destroy()),
    'the connection was closed before an answer arrived',
  ],
  [
    'uses a different protocol',
    () => createServer((socket) => socket.end('220 mail ready\r\n')),
    'the answer was not HTTP',
  ],
])('a service that %s', async (_name, make, why) => {
  expect(await exchangeWith(make())).toMatchObject({ kind: 'no-answer', why });
});

test('nothing listens', async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  expect(
    await httpExchange(local, '127.0.0.1', port, { method: 'GET', path: '/', timeoutMs: 500 }),
  ).toMatchObject({ kind: 'no-answer', why: `nothing accepts connections on port ${port}` });
});
