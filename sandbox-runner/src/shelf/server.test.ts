import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveShelf } from './server.ts';

let root: string;
let server: AsyncDisposable;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shelf-'));
  await mkdir(join(root, 'www/simple/joblib'), { recursive: true });
  await mkdir(join(root, 'www/wheels'));
  await writeFile(join(root, 'www/simple/joblib/index.html'), '<a>');
  await writeFile(join(root, 'www/wheels/joblib-1.whl'), 'wheel');
  server = await serveShelf(join(root, 'www'), join(root, 'shelf.sock'));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

const headers = (path: string) =>
  new Promise<IncomingHttpHeaders>((resolve, reject) => {
    get({ socketPath: join(root, 'shelf.sock'), path }, (response) => resolve(response.resume().headers)).on('error', reject);
  });

test('a wheel may be kept by whoever fetched it, the index may not', async () => {
  expect(await headers('/wheels/joblib-1.whl')).toMatchObject({ 'content-length': '5', 'cache-control': expect.stringContaining('max-age=') });
  expect(await headers('/simple/joblib/')).not.toHaveProperty('cache-control');
});
