import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { readStoredManifest } from '@dfm/image/archive/stored-image';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { imageStoreAt } from './image-store.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const patient = new AbortController().signal;
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

test('a blob is requested by its digits and arrives completely', async () => {
  answer = (connection, request) => connection.end(`answer to ${request}`);
  const blob = await buffer(imageStoreAt(join(folder, 'store.sock')).blob(digest, patient) as Readable);
  expect(blob.toString()).toBe(`answer to ${'a'.repeat(64)}\n`);
});

test('an endless manifest is rejected at the limit', async () => {
  const mebibyte = Buffer.alloc(1024 * 1024);
  answer = (connection) =>
    void Readable.from(
      (function* () {
        for (;;) yield mebibyte;
      })(),
    ).pipe(connection);
  await expect(
    readStoredManifest(imageStoreAt(join(folder, 'store.sock')), digest, patient),
  ).rejects.toMatchObject({ code: 'too-large' });
});
