import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type Socket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dialInside } from './dial.ts';

/** The socket of a sandbox that takes one connection after the other. */
async function listen(answer: (socket: Socket) => void): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'dial-'));
  const path = join(dir, 'dial.sock');
  const server = createServer(answer).listen({ path, backlog: 1 });
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    rmSync(dir, { recursive: true });
  });
  return path;
}

test('more connections at once than may wait', async () => {
  const path = await listen((socket) => void socket.end('connected\nhello'));
  const streams = await Promise.all(Array.from({ length: 28 }, () => dialInside(path, '127.0.0.1', 80)));
  const texts = await Promise.all(streams.map(async (stream) => String((await once(stream, 'data'))[0])));
  expect(texts).toEqual(streams.map(() => 'hello'));
});

test('an address that refuses', async () => {
  const path = await listen((socket) => void socket.end('refused\n'));
  await expect(dialInside(path, '127.0.0.1', 80)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a sandbox without the socket', async () =>
  expect(dialInside('/nowhere/dial.sock', '127.0.0.1', 80)).rejects.toMatchObject({ code: 'ENOENT' }));

test('no answer in time', async () => {
  const path = await listen((socket) => void socket.resume());
  await expect(dialInside(path, '127.0.0.1', 80, 50)).rejects.toMatchObject({ name: 'AbortError' });
});
