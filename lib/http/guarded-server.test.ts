import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { PAGE_BODY_MAX_BYTES, bodyLimits } from './body-limits.ts';
import { parseTrustedProxies } from './client-address.ts';
import { createGuardedServer } from './guarded-server.ts';
import { postBytes } from './post-bytes.ts';

const MiB = 2 ** 20;
let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function open(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  options: { trusted?: string; requestTimeoutMs?: number } = {},
): Promise<number> {
  server = createGuardedServer(
    {
      trustedProxies: parseTrustedProxies(options.trusted ?? ''),
      requestTimeoutMs: options.requestTimeoutMs ?? 60_000,
    },
    handle,
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Responds with the number of bytes in the body; `read` collects the size of every body. */
async function openCounting(): Promise<{ port: number; read: number[] }> {
  const read: number[] = [];
  const port = await open(async (request, response) => {
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return;
    read.push(body.length);
    response.end(String(body.length));
  });
  return { port, read };
}

interface Sent {
  path: string;
  bytes: number;
  headers?: OutgoingHttpHeaders;
}

const post = (port: number, { path, bytes, headers = {} }: Sent) =>
  postBytes(`http://127.0.0.1:${port}${path}`, bytes, headers);

describe('the body of a request', () => {
  const limits: [string, number][] = [
    ['/api/auth/sign-in/anonymous', bodyLimits['/api/auth/sign-in/anonymous']],
    ['/api/runs', bodyLimits['/api/runs']],
    [
      '/api/runner/runs/01a1fca7-1082-722a-aa46-3aa38918a288/result',
      bodyLimits['/api/runner/runs/[id]/result'],
    ],
    ['/exercises/golf', PAGE_BODY_MAX_BYTES],
    ['/api/unknown', PAGE_BODY_MAX_BYTES],
    ['/healthz', 0],
  ];

  test.each(limits)(
    '%s: a body up to the limit is passed on, with and without a length',
    async (path, maxBytes) => {
      const { port, read } = await openCounting();
      expect(
        (await post(port, { path, bytes: maxBytes, headers: { 'content-length': maxBytes } })).status,
      ).toBe(200);
      expect((await post(port, { path, bytes: maxBytes })).status).toBe(200);
      expect(read).toEqual([maxBytes, maxBytes]);
    },
  );

  test.each(limits)('%s: one byte more gets 413 and is not passed on', async (path, maxBytes) => {
    const { port, read } = await openCounting();
    for (const headers of [{ 'content-length': maxBytes + 1 }, {}]) {
      const { status, body } = await post(port, { path, bytes: maxBytes + 1, headers });
      expect(status).toBe(413);
      expect(JSON.parse(body)).toMatchObject({ error: { code: 'too-large' } });
    }
    expect(read).toEqual([]);
  });

  test('only little more than the limit is read of 300 MB without a length', async () => {
    const { port, read } = await openCounting();
    const { status, sent } = await post(port, { path: '/api/auth/sign-in/anonymous', bytes: 300 * MiB });
    expect(status).toBe(413);
    expect(sent).toBeLessThan(100 * MiB);
    expect(read).toEqual([]);
  });

  test('a client that reads only after sending everything still gets the response', async () => {
    const { port } = await openCounting();
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.write(
      `POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Length: ${4 * MiB}\r\nConnection: close\r\n\r\n`,
    );
    for (let sent = 0; sent < 4; sent++) if (!socket.write(Buffer.alloc(MiB))) await once(socket, 'drain');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 413 /);
  });

  test('does not include bytes beyond the given length', async () => {
    const { port, read } = await openCounting();
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST /api/auth/x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n${'a'.repeat(1_000)}`);
    expect(await text(socket)).toContain('HTTP/1.1 400 ');
    await expect.poll(() => read).toEqual([3]);
  });

  test('is rejected if it has both a length and chunks', async () => {
    const { port, read } = await openCounting();
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    );
    expect(await text(socket)).toMatch(/^HTTP\/1.1 400 /);
    expect(read).toEqual([]);
  });

  test('is rejected if the headers are larger than 16 KiB', async () => {
    const { port } = await openCounting();
    expect((await post(port, { path: '/', bytes: 0, headers: { cookie: 'a'.repeat(17_000) } })).status).toBe(
      431,
    );
  });

  test('a connection can be used again after a rejection', async () => {
    const { port } = await openCounting();
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcdePOST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1.1 413 [^]*HTTP\/1.1 200 /);
  });

  test('times out if it does not arrive in time', async () => {
    const port = await open(() => {}, { requestTimeoutMs: 400 });
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow');
    expect(await text(socket)).toMatch(/^HTTP\/1.1 408 /);
  });

  test('all bodies from one network together use at most 64 MiB', async () => {
    let held = 0;
    const port = await open((request) =>
      request.on('data', (chunk: Buffer) => (held += chunk.length)).on('error', () => {}),
    );
    const socket = () => connect(port, '127.0.0.1').on('error', () => {});
    const statuses = await Promise.any(
      Array.from({ length: 10 }, async () => {
        const one = socket();
        // One byte is missing, so none of them is ever complete.
        one.write(`POST /api/runner/runs/x/result HTTP/1.1\r\nHost: x\r\nContent-Length: ${8 * MiB}\r\n\r\n`);
        one.write(Buffer.alloc(8 * MiB - 1));
        const [answer] = (await once(one, 'data')) as [Buffer];
        return answer.toString();
      }),
    );
    expect(statuses).toMatch(/^HTTP\/1.1 429 [^]*rate-limited/);
    expect(held).toBeLessThanOrEqual(64 * MiB);
  });
});

test('a push of 60 MB is passed on as fast as it is read, and leaves room for other bodies', async () => {
  let read = 0;
  let waiting: IncomingMessage | undefined;
  const port = await open((request, response) => {
    if (request.url !== '/content.git/git-receive-pack')
      return void request.resume().on('end', () => response.end());
    waiting = request;
    request.on('end', () => response.end(String(read)));
  });
  const pushed = post(port, { path: '/content.git/git-receive-pack', bytes: 60 * MiB });
  await expect.poll(() => waiting).toBeDefined();
  // Nobody reads the push yet, so it waits in the buffers of the connection.
  expect((await post(port, { path: '/api/runs', bytes: MiB })).status).toBe(200);
  expect(waiting!.readableLength).toBeLessThan(MiB);
  waiting!.on('data', (chunk: Buffer) => (read += chunk.length));
  expect(await pushed).toMatchObject({ status: 200, body: String(60 * MiB) });
});

test('bytes are no longer counted once the request is finished, even after an early response', async () => {
  const port = await open((request, response) => {
    request.resume();
    response.writeHead(401).end();
  });
  for (let n = 0; n < 6; n++) {
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST /api/runner/runs/x/result HTTP/1.1\r\nHost: x\r\nContent-Length: ${7 * MiB}\r\n\r\n`);
    await once(socket, 'data');
    socket.write(Buffer.alloc(7 * MiB));
    socket.end('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1.1 401 /);
  }
});

describe('the client address', () => {
  const spoofed = {
    'x-forwarded-for': '198.51.100.1',
    forwarded: 'for=198.51.100.1',
    'x-real-ip': '198.51.100.1',
    'x-forwarded-host': 'evil.test',
    'x-forwarded-proto': 'https',
  };
  const echo = (request: IncomingMessage, response: ServerResponse) =>
    void response.end(JSON.stringify(request.headers));

  test('is the other end of the connection, regardless of the headers', async () => {
    const headers = JSON.parse(
      (await post(await open(echo), { path: '/', bytes: 0, headers: spoofed })).body,
    ) as Record<string, string>;
    expect(headers['x-forwarded-for']).toBe('127.0.0.1');
    for (const name of ['forwarded', 'x-real-ip', 'x-forwarded-host', 'x-forwarded-proto'])
      expect(headers).not.toHaveProperty(name);
    expect(headers['x-ignored-proxy']).toBe('127.0.0.1');
  });

  test.each<[string, Record<string, string>, string]>([
    ['without headers of a proxy', {}, ''],
    ['with headers of a trusted proxy', { 'x-forwarded-for': '198.51.100.1' }, '127.0.0.1'],
  ])('no proxy is reported as ignored %s, whatever the client says', async (_name, headers, trusted) => {
    const port = await open(echo, { trusted });
    const { body } = await post(port, {
      path: '/',
      bytes: 0,
      headers: { ...headers, 'x-ignored-proxy': '1.1.1.1' },
    });
    expect(JSON.parse(body)).not.toHaveProperty('x-ignored-proxy');
  });

  test('is the one that a trusted proxy reports, and its other headers are kept', async () => {
    const port = await open(echo, { trusted: '127.0.0.0/8' });
    const headers = JSON.parse((await post(port, { path: '/', bytes: 0, headers: spoofed })).body) as Record<
      string,
      string
    >;
    expect(headers).toMatchObject({
      'x-forwarded-for': '198.51.100.1',
      'x-forwarded-host': 'evil.test',
      'x-forwarded-proto': 'https',
    });
  });

  test('a header sent twice is read from its end', async () => {
    const port = await open(echo, { trusted: '127.0.0.1' });
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 198.51.100.1\r\nConnection: close\r\n\r\n',
    );
    expect(await text(socket)).toContain('"x-forwarded-for":"198.51.100.1"');
  });
});
