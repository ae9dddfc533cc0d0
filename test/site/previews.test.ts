/** Previews of published ports: who sees them, what passes, and what happens when something is missing. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from 'vitest';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { labelOf } from '../../lib/previews/preview-address.ts';
import { ticketFor } from '../../lib/previews/visit.ts';
import { siteMetrics } from '../../lib/telemetry/site-metrics.ts';
import { claimSession } from '../../lib/terminals/claim-session.ts';
import { closeSession, openSession } from '../../lib/terminals/own-session.ts';
import {
  Browser,
  type Program,
  RunnerSide,
  listenAsSite,
  pressOpen,
  published,
  startProgram,
  openSocket,
} from './preview-fixture.ts';
import { RUNNER_TOKEN, type Site, type Visitor, newLearner, openSite, runner } from './site.ts';

let site: Site;
let server: Server;
let sitePort: number;
let reached: object[];
let program: Program;
let learner: Visitor;
let session: { id: string; fence: number };
let machine: RunnerSide;
let browser: Browser;
/** Where the published port leads. */
let listensAt: number | undefined;

beforeAll(async () => {
  ({ server, port: sitePort, reached } = await listenAsSite());
  site = await openSite({ SITE_URL: `http://localhost:${sitePort}` });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await site.close();
});
beforeEach(async () => {
  reached.length = 0;
  program = await startProgram();
  listensAt = program.port;
  await noteRunner(runner());
  learner = await newLearner();
  session = await startedSession(learner);
  machine = new RunnerSide(sitePort, session, () => listensAt);
  await machine.connected;
  browser = new Browser(sitePort);
});
afterEach(async () => {
  vi.useRealTimers();
  machine.stop();
  program.close();
  await site.clear('terminal_session', 'runner');
});

async function startedSession(who: Visitor): Promise<{ id: string; fence: number }> {
  const { id } = await openSession(who.id);
  const { fence } = (await claimSession({ runner: runner(), waitMs: 0 }, new AbortController().signal))!;
  return { id, fence };
}

/** The requests and WebSockets of previews in progress, as the site counts them. */
const inProgress = async () => (await siteMetrics().previews.get()).values[0]!.value;

const loginOf = async ({ id }: Visitor) =>
  (await site.query<{ id: string }>('SELECT id FROM session WHERE user_id = $1', [id]))[0]!.id;

describe('who gets in', () => {
  test('the learner, and nobody without the cookie', async () => {
    expect(await browser.open(learner)).toMatchObject({ status: 200, body: 'ok' });
    const label = labelOf({ sessionId: session.id, port: published });
    expect(browser.host).toBe(`${label}.localhost:${sitePort}`);
    expect(label).toMatch(/^[0-9a-f]{40}$/);
    const wrong = ['', 'dfm.preview=', 'dfm.preview=x', `dfm.preview=${'A'.repeat(120)}`, learner.cookie];
    const answers = await Promise.all(wrong.map((cookie) => browser.get('/', { cookie })));
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 404, body: expect.stringContaining('opens from the terminal') });
    expect(program.requests).toHaveLength(1);
  });

  test('the cookie belongs to one host, and is found among others of the same name', async () => {
    await browser.open(learner);
    const other = labelOf({ sessionId: session.id, port: 8001 });
    const hosts = [`${other}.localhost`, `${'0'.repeat(40)}.localhost`, 'x.localhost', '.localhost'];
    const answers = await Promise.all(hosts.map((host) => browser.get('/', { host })));
    expect(answers.map(({ status }) => status)).toEqual(hosts.map(() => 404));
    const cookie = `dfm.preview=x; ${browser.cookie}; dfm.preview=y`;
    expect((await browser.get('/', { cookie })).status).toBe(200);
  });

  test('the cookie is for this host only, and no script reads it', async () => {
    const { status, headers } = await browser.enter(learner);
    expect([status, headers.location]).toEqual([303, '/']);
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^dfm\.preview=[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
  });

  test('a ticket works once, in time, and for its own host', async () => {
    const visit = { sessionId: session.id, port: published, loginId: await loginOf(learner) };
    const path = (ticket: string) => `/.well-known/dfm-preview?ticket=${ticket}`;
    const host = `${labelOf(visit)}.localhost`;
    const ticket = ticketFor(visit);
    const other = labelOf({ sessionId: session.id, port: 8001 });
    expect((await browser.get(path(ticket), { host: `${other}.localhost` })).status).toBe(404);
    expect((await browser.get(path(ticket), { host })).status).toBe(303);
    expect((await browser.get(path(ticket), { host })).status).toBe(404);
    expect((await browser.get(path('x'), { host })).status).toBe(404);
    const late = ticketFor(visit);
    vi.useFakeTimers({ now: Date.now() + 31_000, toFake: ['Date'] });
    expect((await browser.get(path(late), { host })).status).toBe(404);
  });

  test('neither is a ticket a cookie, nor a cookie a ticket', async () => {
    await browser.open(learner);
    const visit = { sessionId: session.id, port: published, loginId: await loginOf(learner) };
    expect((await browser.get('/', { cookie: `dfm.preview=${ticketFor(visit)}` })).status).toBe(404);
    const [, value] = browser.cookie.split('=');
    expect((await browser.get(`/.well-known/dfm-preview?ticket=${value}`)).status).toBe(404);
  });

  test.each<[who: string, headers: (cookie: string) => Record<string, string>, port: string, status: number]>(
    [
      [
        'the learner',
        (cookie) => ({ cookie, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document' }),
        '8000',
        303,
      ],
      ['the learner, by hand', (cookie) => ({ cookie, 'sec-fetch-site': 'none' }), '8000', 303],
      ['nobody', () => ({}), '8000', 401],
      ['a page of another site', (cookie) => ({ cookie, 'sec-fetch-site': 'cross-site' }), '8000', 403],
      ['a preview next to the site', (cookie) => ({ cookie, 'sec-fetch-site': 'same-site' }), '8000', 403],
      [
        'a frame',
        (cookie) => ({ cookie, 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'same-origin' }),
        '8000',
        403,
      ],
      [
        'a script',
        (cookie) => ({ cookie, 'sec-fetch-dest': 'empty', 'sec-fetch-site': 'same-origin' }),
        '8000',
        403,
      ],
      ['no port', (cookie) => ({ cookie }), '0', 404],
      ['no port either', (cookie) => ({ cookie }), '65536', 404],
      ['a word', (cookie) => ({ cookie }), '80x', 404],
    ],
  )('the link, pressed by %s', async (_who, headers, port, status) => {
    const response = await pressOpen(headers(learner.cookie), port);
    expect(response.status).toBe(status);
    if (status !== 303) expect(response.headers.get('location')).toBeNull();
  });

  test('a learner without a terminal, and one whose terminal waits', async () => {
    const other = await newLearner();
    expect((await pressOpen({ cookie: other.cookie })).status).toBe(404);
    await openSession(other.id);
    expect((await pressOpen({ cookie: other.cookie })).status).toBe(404);
  });

  test('a sign-in does not open the terminal of someone else', async () => {
    const visit = { sessionId: session.id, port: published, loginId: await loginOf(await newLearner()) };
    const host = `${labelOf(visit)}.localhost`;
    const answer = await browser.get(`/.well-known/dfm-preview?ticket=${ticketFor(visit)}`, { host });
    expect(answer.status).toBe(404);
  });
});

describe('the site', () => {
  test('gets no request for a preview, whatever it claims', async () => {
    await browser.open(learner);
    await browser.get('/terminal');
    await browser.get('/', { 'x-forwarded-host': 'course.example' });
    await browser.get('/', { host: '127.0.0.1', 'x-forwarded-host': browser.host });
    await browser.get('/', { host: browser.host.toUpperCase() });
    await browser.send('POST', '/api/runs', { 'content-length': '2' }, Buffer.from('{}'));
    expect(reached).toEqual([]);
    expect(await browser.get('/', { host: `localhost:${sitePort}` })).toMatchObject({ body: 'the site' });
  });

  test('refuses a socket and a change that a page of a preview asks for', async () => {
    await browser.open(learner);
    const origin = `http://${browser.host}`;
    const socket = openSocket(`ws://localhost:${sitePort}/api/terminal/${session.id}/socket`, {
      cookie: learner.cookie,
      origin,
    });
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(403);
    const { POST } = await import('../../app/api/runs/route.ts');
    const headers = { cookie: learner.cookie, origin, host: `localhost:${sitePort}` };
    const posted = await POST(
      new Request(`http://localhost:${sitePort}/api/runs`, { method: 'POST', headers, body: '{}' }),
      {},
    );
    expect(posted.status).toBe(403);
  });
});

describe('what passes', () => {
  beforeEach(() => browser.open(learner));

  test('a request, without what lets in or says who it is', async () => {
    await browser.get('/a/b?c=d', { cookie: `own=1; ${browser.cookie}`, 'x-forwarded-for': '1.2.3.4' });
    const { method, url, headers } = program.requests.at(-1)!;
    expect([method, url]).toEqual(['GET', '/a/b?c=d']);
    expect(headers).toEqual({
      host: browser.host,
      cookie: 'own=1',
      connection: 'keep-alive',
      'x-forwarded-host': browser.host,
      'x-forwarded-proto': 'http',
    });
  });

  test('a response, without what reaches other hosts', async () => {
    program.answer = (_request, response) =>
      response
        .writeHead(302, 'Own words', {
          location: `http://localhost:${published}/docs`,
          'set-cookie': ['a=1; Domain=localhost', 'dfm.preview=x'],
          'strict-transport-security': 'max-age=1',
          'x-own': '1',
        })
        .end('moved');
    const { status, headers, body } = await browser.get('/');
    expect([status, body]).toEqual([302, 'moved']);
    expect(headers).toMatchObject({ location: '/docs', 'set-cookie': ['a=1'], 'x-own': '1' });
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  test('20 MB in each direction, unchanged', async () => {
    const sent = randomBytes(20_000_000);
    program.answer = (request, response) => void request.pipe(response);
    const response = await browser.send('POST', '/', { 'content-type': 'x/y' }, sent);
    const digest = createHash('sha256');
    for await (const chunk of response) digest.update(chunk as Buffer);
    expect(digest.digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'));
  });

  test('a body without a length', async () => {
    program.answer = (request, response) => void text(request).then((body) => response.end(body));
    const response = await browser.send(
      'POST',
      '/',
      { 'transfer-encoding': 'chunked' },
      Buffer.from('in pieces'),
    );
    expect(await text(response)).toBe('in pieces');
  });

  test('events, each as it is sent', async () => {
    const next = Promise.withResolvers<void>();
    program.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      void next.promise.then(() => response.end('data: 2\n\n'));
    };
    const response = await browser.send('GET', '/events');
    const [first] = (await once(response, 'data')) as [Buffer];
    expect(String(first)).toBe('data: 1\n\n');
    next.resolve();
    expect(await text(response)).toBe('data: 2\n\n');
  });

  test('a response that ends with its connection', async () => {
    program.answer = (_request, response) => {
      response.shouldKeepAlive = false;
      response.useChunkedEncodingByDefault = false;
      response.removeHeader('transfer-encoding');
      response.socket!.end('HTTP/1.0 200 OK\r\n\r\nuntil the end');
    };
    expect((await browser.get('/')).body).toBe('until the end');
  });

  test('one connection for requests that follow each other', async () => {
    const warnings: Error[] = [];
    const keep = (warning: Error) => void warnings.push(warning);
    process.on('warning', keep);
    onTestFinished(() => void process.off('warning', keep));
    for (let n = 0; n < 20; n++) await browser.get(`/${n}`);
    expect(program.connections).toBe(1);
    // Node warns of a listener that is left for each request.
    expect(warnings).toEqual([]);
  });

  test('40 requests at once, with at most 8 connections', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => browser.get(`/${n}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(program.connections).toBeLessThanOrEqual(8);
  });

  test('a request again, if its connection was closed while it was idle', async () => {
    await browser.get('/');
    program.server.closeIdleConnections();
    expect((await browser.get('/')).status).toBe(200);
  });

  test('a WebSocket in both directions, and its end', async () => {
    const socket = browser.socket('/kernel');
    const [hello] = (await once(socket, 'message')) as [Buffer];
    expect(String(hello)).toBe('hello');
    const bytes = randomBytes(1_000_000);
    socket.send(bytes);
    const [echo] = (await once(socket, 'message')) as [Buffer];
    expect(echo.equals(bytes)).toBe(true);
    expect(program.requests.at(-1)!.headers).toMatchObject({
      origin: `http://${browser.host}`,
      host: browser.host,
    });
    expect(program.requests.at(-1)!.headers).not.toHaveProperty('cookie');
    socket.close(1_000);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1_000);
  });

  test('the refusal of a WebSocket', async () => {
    const [, response] = (await once(browser.socket('/refused'), 'unexpected-response')) as [
      unknown,
      NodeJS.ReadableStream & { statusCode: number },
    ];
    expect([response.statusCode, await text(response)]).toEqual([403, 'no']);
  });
});

describe('what does not pass', () => {
  test('a WebSocket without the cookie', async () => {
    await browser.open(learner);
    const [, response] = (await once(browser.socket('/', { cookie: '' }), 'unexpected-response')) as [
      unknown,
      { statusCode: number },
    ];
    expect(response.statusCode).toBe(404);
    expect(program.requests).toHaveLength(1);
  });

  test.each([
    ['a port that is not published', () => machine.publish([8001]), 502, 'No container publishes this port'],
    [
      'a port at which nothing listens',
      () => (listensAt = undefined),
      502,
      'Nothing answers at this port yet',
    ],
    ['a terminal without its runner', () => machine.stop(), 503, 'not connected'],
    ['a terminal that has ended', () => closeSession(learner.id, session.id), 410, 'has ended'],
    [
      'a sign-in that has ended',
      () => site.query('DELETE FROM session WHERE user_id = $1', [learner.id]),
      404,
      'opens from the terminal',
    ],
  ])('%s', async (_what, change, status, words) => {
    await browser.open(learner);
    await change();
    // An engine closes the connections to a port that it does not publish any more.
    program.server.closeAllConnections();
    expect(await browser.get('/')).toMatchObject({ status, body: expect.stringContaining(words) });
  });

  test('a program that closes the connection, or does not speak HTTP', async () => {
    await browser.open(learner);
    program.answer = (request) => void request.socket.destroy();
    expect(await browser.get('/')).toMatchObject({
      status: 502,
      body: expect.stringContaining('Nothing answers'),
    });
    program.answer = (request) => void request.socket.end('SSH-2.0-x\r\n');
    expect(await browser.get('/')).toMatchObject({
      status: 502,
      body: expect.stringContaining('cannot be shown'),
    });
    program.answer = (request) =>
      void request.socket.write('HTTP/1.1 101 Surprise\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n');
    expect((await browser.get('/')).status).toBe(502);
  });

  test('two lengths, and a second request hidden in a body', async () => {
    await browser.open(learner);
    const before = program.requests.length;
    const smuggle = async (lines: string) => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.end(
        `${lines}Host: ${browser.host}\r\nCookie: ${browser.cookie}\r\n\r\n0\r\n\r\nGET /hidden HTTP/1.1\r\n\r\n`,
      );
      return text(socket);
    };
    const [both, twice, obscure] = await Promise.all([
      smuggle('POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n'),
      smuggle('POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n'),
      smuggle('POST / HTTP/1.1\r\nTransfer-Encoding: chunked, identity\r\n'),
    ]);
    for (const answer of [both, twice, obscure]) expect(answer).toMatch(/^HTTP\/1.1 400/);
    expect(program.requests.slice(before)).toEqual([]);
  });

  test('a WebSocket before the response to an earlier request', async () => {
    await browser.open(learner);
    program.answer = () => undefined;
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const head = `Host: ${browser.host}\r\nCookie: ${browser.cookie}\r\n`;
    socket.write(
      `GET / HTTP/1.1\r\n${head}\r\nGET / HTTP/1.1\r\n${head}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    expect(await text(socket)).toBe('');
  });

  test('more than 100 MiB', async () => {
    await browser.open(learner);
    program.answer = (request, response) => void request.resume().on('end', () => response.end());
    const response = await browser.send(
      'POST',
      '/',
      { 'content-length': String(100 * 2 ** 20 + 1) },
      Buffer.from('x'),
    );
    expect(response.statusCode).toBe(413);
  });

  test('a ninth WebSocket, and a 65th request', async () => {
    await browser.open(learner);
    const sockets = Array.from({ length: 8 }, () => browser.socket('/'));
    await Promise.all(sockets.map((socket) => once(socket, 'open')));
    const [, refused] = (await once(browser.socket('/'), 'unexpected-response')) as [
      unknown,
      { statusCode: number },
    ];
    expect(refused.statusCode).toBe(429);
    for (const socket of sockets) socket.terminate();
    program.answer = () => undefined;
    await expect.poll(inProgress).toBe(0);
    const waiting = Array.from({ length: 64 }, () => browser.send('GET', '/').catch(() => undefined));
    await expect.poll(inProgress).toBe(64);
    expect((await browser.get('/')).status).toBe(429);
    // Those that wait are answered.
    program.answer = (_request, response) => response.end('ok');
    program.server.closeAllConnections();
    await Promise.all(waiting);
  });
});

describe('the end', () => {
  test('of a session closes what is open', async () => {
    await browser.open(learner);
    program.answer = (_request, response) => void response.write('first');
    const response = await browser.send('GET', '/');
    const socket = browser.socket('/kernel');
    await once(socket, 'message');
    const broken = once(response, 'error');
    await closeSession(learner.id, session.id);
    const [[error], [code]] = await Promise.all([broken, once(socket, 'close')]);
    expect([(error as Error).message, code]).toEqual(['aborted', 1_006]);
    expect(await browser.get('/')).toMatchObject({ status: 410 });
  });

  test('of a sign-in closes what is open', async () => {
    await browser.open(learner);
    const socket = browser.socket('/kernel');
    await once(socket, 'message');
    await site.query('DELETE FROM session WHERE user_id = $1', [learner.id]);
    // The site looks every ten seconds.
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1_006);
  });
});

describe('a tunnel', () => {
  const tunnelSocket = (tunnel: string, { token = RUNNER_TOKEN, fence = session.fence } = {}) =>
    once(
      openSocket(
        `ws://127.0.0.1:${sitePort}/api/runner/terminals/${session.id}/tunnel/${tunnel}?fence=${fence}`,
        { authorization: `Bearer ${token}` },
      ),
      'unexpected-response',
    ).then((args) => (args[1] as { statusCode: number }).statusCode);

  test('is opened only by the runner of the session, and only if the site has asked', async () => {
    const id = crypto.randomUUID();
    expect(await tunnelSocket(id)).toBe(404);
    expect(await tunnelSocket(id, { token: 'wrong' })).toBe(401);
    expect(await tunnelSocket(id, { fence: session.fence + 1 })).toBe(409);
    expect(await tunnelSocket('x')).toBe(404);
    await browser.open(learner);
    const asked = machine.asked.find((message) => 'tunnel' in message)!;
    expect(await tunnelSocket((asked as { tunnel: string }).tunnel), 'a second time').toBe(404);
  });
});
