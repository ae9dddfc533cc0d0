import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { imageStoreAt } from './image-store.ts';

const imageId = `sha256:${'a'.repeat(64)}`;
let folder: string;
let server: Server;
let answer: (connection: Socket, request: string) => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dfm-image-store-'));
  server = createServer((connection) => {
    connection.on('error', () => undefined);
    connection.once('data', (request) => answer(connection, String(request)));
  });
  await once(server.listen(join(folder, 'store.sock')), 'listening');
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

test('a configuration is asked for by its digits and comes whole', async () => {
  answer = (connection, request) => connection.end(`answer to ${request}`);
  const config = await imageStoreAt(join(folder, 'store.sock')).config(imageId, new AbortController().signal);
  expect(Buffer.from(config).toString()).toBe(`answer to config ${'a'.repeat(64)}\n`);
});

test('an answer without an end ends at the limit', async () => {
  const mebibyte = Buffer.alloc(1024 * 1024);
  answer = (connection) => void Readable.from((function* () { for (;;) yield mebibyte; })()).pipe(connection);
  await expect(imageStoreAt(join(folder, 'store.sock')).config(imageId, new AbortController().signal)).rejects.toMatchObject({ code: 'too-large' });
});
