/** Pages and runners at the sockets of a terminal: who gets one, and what passes. */
import { once } from 'node:events';
import { type Server, createServer, get } from 'node:http';
import { type AddressInfo, type Socket, connect as connectTo } from 'node:net';
import { type ReceivedMessage, socketCloseCodes } from '@dfm/contracts/terminal';
import { fileLimits } from '@dfm/contracts/terminal-files';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { takeTerminalSocket } from '../../lib/sockets/terminal-sockets.ts';
import { claimSession } from '../../lib/terminals/claim-session.ts';
import { closeSession, openSession } from '../../lib/terminals/own-session.ts';
import { RUNNER_TOKEN, SITE_URL, type Site, type Visitor, newLearner, openSite, runner } from './site.ts';

let site: Site;
let server: Server;
let origin: string;
let learner: Visitor;
let session: { id: string; fence: number };
const opened: WebSocket[] = [];

beforeAll(async () => {
  site = await openSite();
  server = createServer();
  server.on('upgrade', (request, socket, head) => {
    if (!takeTerminalSocket(request, socket, head)) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await site.close();
});
beforeEach(async () => {
  await noteRunner(runner());
  learner = await newLearner();
  const { id } = await openSession(learner.id);
  const { fence } = (await claimSession({ runner: runner(), waitMs: 0 }, new AbortController().signal))!;
  session = { id, fence };
});
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.terminate();
  await site.clear('terminal_session', 'runner');
});

interface Peer {
  socket: WebSocket;
  received: ReceivedMessage[];
  send(message: unknown): void;
  /** The close code. */
  closed: Promise<number>;
}

/** @throws Error with the status if the connection is refused */
async function connect(path: string, headers: Record<string, string>): Promise<Peer> {
  const socket = new WebSocket(`${origin}${path}`, { headers });
  opened.push(socket);
  const received: ReceivedMessage[] = [];
  socket.on('message', (data) => received.push(JSON.parse(String(data))));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_request, response) => reject(new Error(`${response.statusCode}`)));
    socket.once('error', reject);
  });
  return { socket, received, closed, send: (message) => socket.send(JSON.stringify(message)) };
}

const page = (visitor = learner, headers: Record<string, string> = {}, id = session.id) =>
  connect(`/api/terminal/${id}/socket`, { cookie: visitor.cookie, origin: SITE_URL, ...headers });
const runnerSocket = (token = RUNNER_TOKEN, { id, fence } = session) =>
  connect(`/api/runner/terminals/${id}/socket?fence=${fence}`, { authorization: `Bearer ${token}` });

const input = (number: number, text: string) => ({ type: 'input', shell: 0, number, text });

describe('who gets a socket', () => {
  test.each([
    ['without an origin', { origin: '' }, '403'],
    ['a page of another site', { origin: 'http://evil.test' }, '403'],
    ['an origin of null', { origin: 'null' }, '403'],
    ['without a session', { cookie: '' }, '401'],
    ['a forged session', { cookie: 'better-auth.session_token=x.y' }, '401'],
  ])('%s: refused', async (_who, headers, status) => {
    await expect(page(learner, headers)).rejects.toThrow(status);
  });

  test('a different learner, and for a session that does not exist: refused', async () => {
    await expect(page(await newLearner())).rejects.toThrow('404');
    await expect(page(learner, {}, crypto.randomUUID())).rejects.toThrow('404');
    await expect(page(learner, {}, 'x')).rejects.toThrow('404');
  });

  test('a runner with a wrong token or an older claim: refused', async () => {
    await expect(runnerSocket('wrong')).rejects.toThrow('401');
    await expect(runnerSocket('')).rejects.toThrow('401');
    await expect(runnerSocket(RUNNER_TOKEN, { ...session, fence: session.fence + 1 })).rejects.toThrow('409');
    await expect(runnerSocket(RUNNER_TOKEN, { ...session, fence: Number.NaN })).rejects.toThrow('409');
    await closeSession(learner.id, session.id);
    await expect(runnerSocket()).rejects.toThrow('409');
  });

  test('a learner is no runner, and a runner no learner', async () => {
    const asRunner = connect(`/api/runner/terminals/${session.id}/socket?fence=1`, {
      cookie: learner.cookie,
    });
    await expect(asRunner).rejects.toThrow('401');
    await expect(
      connect(`/api/terminal/${session.id}/socket`, {
        authorization: `Bearer ${RUNNER_TOKEN}`,
        origin: SITE_URL,
      }),
    ).rejects.toThrow('401');
  });

  test('an address that is none ends no process', async () => {
    const { port } = new URL(origin);
    const asked = get({ port, path: '//', headers: { connection: 'Upgrade', upgrade: 'websocket' } });
    asked.on('error', () => undefined);
    // Not `once` of node:events, which rejects at the error.
    await new Promise((resolve) => asked.once('close', resolve));
    await expect(page()).resolves.toBeDefined();
  });

  test('a connection that breaks before the answer ends no process', async () => {
    const asking = once(server, 'upgrade');
    const { port, host } = new URL(origin);
    const client = connectTo(Number(port), '127.0.0.1');
    client.write(
      `GET /api/terminal/${session.id}/socket HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${SITE_URL}\r\n` +
        `Cookie: ${learner.cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    const [, socket] = (await asking) as [unknown, Socket];
    const closed = new Promise((resolve) => socket.once('close', resolve));
    client.resetAndDestroy();
    await closed;
    await expect(page()).resolves.toBeDefined();
  });

  test('a ninth tab is refused', async () => {
    for (let n = 0; n < 8; n++) await page();
    await expect(page()).rejects.toThrow('429');
  });
});

describe('what passes', () => {
  test('messages of each page reach the runner with its number, and answers only that page', async () => {
    const machine = await runnerSocket();
    const [first, second] = [await page(), await page()];
    first.send(input(1, 'a'));
    await expect.poll(() => machine.received).toEqual([{ connection: 1, message: input(1, 'a') }]);
    second.send(input(1, 'b'));
    await expect.poll(() => machine.received.at(-1)).toEqual({ connection: 2, message: input(1, 'b') });
    machine.send({ connection: 2, message: { type: 'received', number: 1 } });
    await expect.poll(() => second.received).toContainEqual({ type: 'received', number: 1 });
    expect(first.received).not.toContainEqual({ type: 'received', number: 1 });
  });

  test('a page that leaves is reported, and one of another session is not reached', async () => {
    const machine = await runnerSocket();
    const other = await newLearner();
    const { id } = await openSession(other.id);
    const stranger = await page(other, {}, id);
    const own = await page();
    machine.send({ connection: 2, message: { type: 'output', shell: 0, text: 'secret' } });
    own.socket.close();
    await expect.poll(() => machine.received).toEqual([{ connection: 1, isGone: true }]);
    expect(stranger.received.filter(({ type }) => type === 'output')).toEqual([]);
  });

  test('a page learns the state of its session and whether the runner is there', async () => {
    const own = await page();
    await expect.poll(() => own.received).toContainEqual({ type: 'runner', isConnected: false });
    const machine = await runnerSocket();
    await expect.poll(() => own.received).toContainEqual({ type: 'runner', isConnected: true });
    machine.socket.terminate();
    await expect
      .poll(() => own.received.filter(({ type }) => type === 'runner').at(-1))
      .toEqual({ type: 'runner', isConnected: false });
    expect(own.received).toContainEqual({
      type: 'session',
      session: expect.objectContaining({ id: session.id, state: 'running', leftSeconds: 3_600 }),
    });
  });

  test('requests for files reach the runner, and their answers the page, with the largest parts', async () => {
    const machine = await runnerSocket();
    const own = await page();
    const data = 'A'.repeat((fileLimits.partBytes * 4) / 3);
    const asked = { type: 'file', number: 1, request: { kind: 'part', upload: 1, offset: 0, data } };
    own.send(asked);
    await expect.poll(() => machine.received).toEqual([{ connection: 1, message: asked }]);
    const bytes = { kind: 'bytes', version: '1-2-3', size: 9, data: 'A'.repeat(349_524) };
    machine.send({ connection: 1, message: { type: 'file', number: 1, answer: bytes } });
    await expect.poll(() => own.received).toContainEqual({ type: 'file', number: 1, answer: bytes });
  });

  test('a second connection of the runner replaces the first', async () => {
    const [first, second] = [await runnerSocket(), await runnerSocket()];
    expect(await first.closed, 'not as if the session were over').toBe(1_006);
    const own = await page();
    own.send(input(1, 'a'));
    await expect.poll(() => second.received).toHaveLength(1);
  });

  test.each([
    ['no JSON', '{'],
    ['an unknown type', '{"type":"shutdown"}'],
    ['a shell that cannot be', '{"type":"close","shell":4}'],
    ['an absurd size', '{"type":"resize","shell":0,"columns":100000,"rows":2}'],
    ['a long input', JSON.stringify(input(1, 'x'.repeat(4_097)))],
    [
      'a path out of the home',
      JSON.stringify({ type: 'file', number: 1, request: { kind: 'list', path: '../etc' } }),
    ],
    ['a forged envelope', '{"connection":1,"message":{"type":"close","shell":0}}'],
  ])('a page that sends %s is disconnected', async (_what, text) => {
    const machine = await runnerSocket();
    const own = await page();
    own.socket.send(text);
    expect(await own.closed).toBe(socketCloseCodes.refused);
    expect(machine.received.filter((message) => 'message' in message)).toEqual([]);
  });

  test('a message that is too large, and too many messages, disconnect a page', async () => {
    const large = await page();
    large.socket.send('x'.repeat(65_537));
    expect(await large.closed).toBe(1_009);
    const fast = await page();
    for (let n = 1; n <= 301; n++) fast.send(input(n, 'x'));
    expect(await fast.closed).toBe(socketCloseCodes.refused);
  });

  test('a runner that sends what is no message of a shell is disconnected', async () => {
    const machine = await runnerSocket();
    const own = await page();
    machine.send({
      connection: 1,
      message: { type: 'session', session: { id: 'x', state: 'ended', reason: 'time' } },
    });
    expect(await machine.closed).toBe(socketCloseCodes.refused);
    expect(own.socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe('the end', () => {
  test('when the session ends, everyone is told and disconnected at once', async () => {
    const [machine, own] = [await runnerSocket(), await page()];
    await closeSession(learner.id, session.id);
    expect(await own.closed).toBe(socketCloseCodes.over);
    expect(await machine.closed).toBe(socketCloseCodes.over);
    expect(own.received.filter(({ type }) => type === 'session').at(-1)).toMatchObject({
      session: { state: 'ended', reason: 'closed' },
    });
  });

  test('a page that has signed out is disconnected', async () => {
    const own = await page();
    await site.query('DELETE FROM session WHERE user_id = $1', [learner.id]);
    // The site looks at every change, and otherwise every ten seconds.
    await site.query(`SELECT pg_notify('terminal_changed', $1)`, [session.id]);
    expect(await own.closed).toBe(socketCloseCodes.signedOut);
  });

  test('a learner who is deleted is disconnected', async () => {
    const own = await page();
    await site.query('DELETE FROM terminal_session WHERE learner_id = $1', [learner.id]);
    await site.query('DELETE FROM "user" WHERE id = $1', [learner.id]);
    await site.query(`SELECT pg_notify('terminal_changed', $1)`, [session.id]);
    expect(await own.closed).toBeGreaterThanOrEqual(socketCloseCodes.over);
  });
});
