import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { EnvelopeToPage, MessageToRunner } from '@dfm/contracts/terminal';
import { socketCloseCodes } from '@dfm/contracts/terminal';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { SiteLink } from './site-link.ts';

/** How long the link has waited before each attempt after the first. */
const pauses = vi.hoisted((): number[] => []);
vi.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => {
    pauses.push(ms);
    await new Promise((resolve) => setImmediate(resolve));
  },
}));

let server: Server;
const sockets = new WebSocketServer({ noServer: true });
/** How the site answers the next connections; without one, it accepts them. */
let statuses: number[];
/** Connections that the site has accepted, oldest first. */
let accepted: WebSocket[];
let received: MessageToRunner[];
let opened: number;
let refusals: number[];
let stopping: AbortController;
let link: SiteLink;
let kept: Promise<void>;
let isKept: boolean;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  statuses = [];
  accepted = [];
  received = [];
  refusals = [];
  pauses.length = opened = 0;
  stopping = new AbortController();
  server = createServer().listen(0, '127.0.0.1');
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const status = statuses.shift();
    if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} Refused\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (made) => accepted.push(made));
  });
  await once(server, 'listening');
  link = new SiteLink({
    connect: () => new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`),
    onMessage: (envelope) => received.push(envelope),
    onNewConnection: () => (opened += 1),
    onRefused: (status) => refusals.push(status),
  });
  isKept = true;
  kept = link.keepOpen(stopping.signal).finally(() => (isKept = false));
});

afterEach(async () => {
  stopping.abort();
  await kept;
  for (const socket of accepted) socket.terminate();
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  vi.useRealTimers();
});

/** Waits for what sockets do, while the clock of the link stands still. */
async function eventually(check: () => void): Promise<void> {
  for (const until = performance.now() + 20_000; ;) {
    try {
      return check();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
const connections = (count: number) =>
  eventually(() => expect([opened, accepted.length]).toEqual([count, count]));

test('messages pass in both directions, and what is not one is dropped', async () => {
  await connections(1);
  const sent: string[] = [];
  accepted[0]!.on('message', (data) => sent.push(String(data)));
  const welcome: EnvelopeToPage = { connection: 1, message: { type: 'welcome', shells: [], received: 0 } };
  link.send(welcome);
  await eventually(() => expect(sent.map((text) => JSON.parse(text) as unknown)).toEqual([welcome]));
  for (const text of ['{', '{"connection":0,"isGone":true}', '{"connection":3,"isGone":true}'])
    accepted[0]!.send(text);
  await eventually(() => expect(received).toEqual([{ connection: 3, isGone: true }]));
});

test('a lost connection is opened again, and in between messages are dropped', async () => {
  await connections(1);
  accepted[0]!.terminate();
  await eventually(() => expect(accepted[0]!.readyState).toBe(WebSocket.CLOSED));
  await connections(2);
  const sent: string[] = [];
  accepted[1]!.on('message', (data) => sent.push(String(data)));
  link.send({ connection: 2, message: { type: 'welcome', shells: [], received: 0 } });
  await eventually(() => expect(sent).toHaveLength(1));
});

test('a connection without pings is lost, and one with pings is not', async () => {
  await connections(1);
  for (let n = 0; n < 5; n++) {
    await vi.advanceTimersByTimeAsync(20_000);
    const ponged = once(accepted[0]!, 'pong');
    accepted[0]!.ping();
    await ponged;
  }
  expect([opened, accepted[0]!.readyState]).toEqual([1, WebSocket.OPEN]);
  await vi.advanceTimersByTimeAsync(30_001);
  await connections(2);
});

test.each([
  ['its close code', () => accepted[0]!.close(socketCloseCodes.over)],
  [
    'status 409',
    () => {
      statuses = [409];
      accepted[0]!.terminate();
    },
  ],
])('a session that is over, by %s, is not connected again', async (_by, end) => {
  await connections(1);
  await end();
  await eventually(() => expect(isKept).toBe(false));
  expect(refusals).toEqual([]);
});

test.each([401, 404, 429])('status %i is reported once, and tried again ever less often', async (status) => {
  await connections(1);
  statuses = Array.from({ length: 8 }, () => status);
  accepted[0]!.terminate();
  await connections(2);
  expect(refusals).toEqual([status]);
  // The first is after the lost connection.
  expect(pauses).toHaveLength(9);
  expect(pauses[1]).toBeGreaterThanOrEqual(2_500);
  for (const pause of pauses.slice(-3)) expect(pause).toBeGreaterThanOrEqual(30_000);
  // Once it was connected, the next refusal is news again.
  statuses = [status];
  accepted[1]!.terminate();
  await connections(3);
  expect(refusals).toEqual([status, status]);
});

test('a site that is being updated is tried every few seconds, and nothing is reported', async () => {
  await connections(1);
  statuses = Array.from({ length: 10 }, () => 502);
  accepted[0]!.terminate();
  await connections(2);
  expect(pauses).toHaveLength(11);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(5_000);
  expect(refusals).toEqual([]);
});

test('it ends with the signal, connected or not', async () => {
  await connections(1);
  stopping.abort();
  await eventually(() => expect(isKept).toBe(false));
  await eventually(() => expect(accepted[0]!.readyState).toBe(WebSocket.CLOSED));
});
