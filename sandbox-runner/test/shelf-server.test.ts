import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shelfLayout } from '../src/shelf/layout.ts';
import { serveShelf } from '../src/shelf/server.ts';

let dir: string;
let socketPath: string;
let server: AsyncDisposable;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'shelf-'));
  socketPath = join(dir, 'shelf.sock');
  await mkdir(join(dir, 'www/simple/numpy'), { recursive: true });
  await mkdir(join(dir, 'www/debian'), { recursive: true });
  await writeFile(join(dir, 'www/simple/numpy/index.html'), 'numpy wheels');
  await writeFile(join(dir, 'www/debian/a+b.deb'), 'package');
  await writeFile(join(dir, 'secret'), 'secret');
  await mkdir(join(dir, 'www-private'));
  await writeFile(join(dir, 'www-private/x'), 'secret');
  await symlink('../secret', join(dir, 'www/link'));
  server = await serveShelf({ layout: shelfLayout(dir) }, socketPath);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

function send(method: string, path: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path }, async (response) => {
      let body = '';
      for await (const chunk of response) body += String(chunk);
      resolve({ status: response.statusCode, body });
    });
    sent.once('error', reject).end();
  });
}

/** Sends a raw request line, so that no client normalizes the path. */
function sendRaw(line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const connection = createConnection(socketPath)
      .on('data', (chunk) => (answer += String(chunk)))
      .once('error', reject)
      .once('close', () => resolve(answer));
    connection.write(`${line} HTTP/1.1\r\nHost: shelf\r\nConnection: close\r\n\r\n`);
  });
}

describe('the shelf server', () => {
  test.each([
    ['a folder with its index', '/simple/numpy/', 'numpy wheels'],
    ['an encoded name', '/debian/a%2bb.deb', 'package'],
    ['a request in proxy form, by path', 'http://some.mirror.test/debian/a+b.deb', 'package'],
  ])('answers %s', async (_name, path, body) => {
    expect(await send('GET', path)).toEqual({ status: 200, body });
  });

  test('answers HEAD without a body', async () => {
    expect(await send('HEAD', '/debian/a+b.deb')).toEqual({ status: 200, body: '' });
  });

  test.each(['PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'])(
    'rejects %s and changes nothing',
    async (method) => {
      expect((await send(method, '/debian/a+b.deb')).status).toBe(405);
      expect(await readFile(join(dir, 'www/debian/a+b.deb'), 'utf8')).toBe('package');
    },
  );

  test.each([
    '/../secret',
    '/debian/../../secret',
    '/%2e%2e/secret',
    '/debian/%2e%2e/%2e%2e/secret',
    '/..%2fsecret',
    '/debian/..%2f..%2fsecret',
    '/%2e%2e%2fwww-private/x',
    '/link',
    '//../secret',
    '/..\\secret',
    '/debian/a+b.deb%00',
    '/%',
    '/debian',
    '/debian/',
    'http://x.test/../secret',
    'file:///etc/passwd',
    '/etc/passwd',
  ])('has nothing at %s', async (path) => {
    const answer = await sendRaw(`GET ${path}`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toContain('secret');
    expect(answer).not.toContain('root:');
  });
});
