import 'server-only';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { PlatformError, httpStatusOf } from '@dfm/contracts';
import { socketCloseCodes, terminalLimits } from '@dfm/contracts/terminal';
import { type WebSocket, WebSocketServer } from 'ws';
import { assertRunner } from '../auth/runner-token.ts';
import { learnerOf } from '../auth/session.ts';
import { isId } from '../db/is-id.ts';
import { notifications } from '../db/notifications.ts';
import { assertSameOrigin } from '../http/same-origin.ts';
import { log } from '../platform/log.ts';
import { perProcess } from '../platform/per-process.ts';
import { sessionOf } from '../terminals/own-session.ts';
import { isCurrent, viewsOf } from '../terminals/session-state.ts';
import { pagesOf, relayIfAny, relayOf, tell } from './session-relay.ts';
import { tunnelStream } from './tunnel-stream.ts';

const PAGE_MESSAGE_BYTES_MAX = 64 * 2 ** 10;
const PAGES_PER_SESSION_MAX = 8;
/** How often a connection is checked for life, and a page for being signed in. */
const CHECK_MS = 10_000;

const pageSocket = /^\/api\/terminal\/([^/]+)\/socket$/;
const runnerSocket = /^\/api\/runner\/terminals\/([^/]+)\/socket$/;
const tunnelSocket = /^\/api\/runner\/terminals\/([^/]+)\/tunnel\/([^/]+)$/;

const servers = () =>
  perProcess('terminal sockets', () => ({
    page: new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: PAGE_MESSAGE_BYTES_MAX,
    }),
    runner: new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: terminalLimits.messageBytes,
    }),
    tunnel: new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: terminalLimits.tunnelMessageBytes,
    }),
  }));

/**
 * Takes a connection over that asks to become a WebSocket of a terminal, if its address is one.
 *
 * @returns whether it is one
 */
export function takeTerminalSocket(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
  const { pathname, searchParams } = URL.parse(request.url ?? '/', 'http://site') ?? new URL('http://site');
  const page = pageSocket.exec(pathname);
  const runner = runnerSocket.exec(pathname);
  const tunnel = tunnelSocket.exec(pathname);
  if (!page && !runner && !tunnel) return false;
  // Node no longer listens, and without a listener, an error of the connection would end the process.
  socket.on('error', () => socket.destroy());
  const headers = headersOf(request);
  const fence = Number(searchParams.get('fence'));
  const taking = page
    ? takePage(page[1]!, headers, upgrade(servers().page))
    : runner
      ? takeRunner(runner[1]!, fence, headers, upgrade(servers().runner))
      : takeTunnel(tunnel![1]!, tunnel![2]!, fence, headers, upgrade(servers().tunnel));
  taking.catch((error: unknown) => {
    if (!(error instanceof PlatformError)) log.error({ err: error, path: pathname }, 'a socket failed');
    refuse(socket, error instanceof PlatformError ? httpStatusOf[error.code] : 500);
  });
  return true;

  function upgrade(server: WebSocketServer) {
    return () =>
      new Promise<WebSocket>((resolve) => server.handleUpgrade(request, socket, head, resolve)).then(
        (made) => {
          // For the same reason. `close` follows an error.
          made.on('error', () => {});
          return made;
        },
      );
  }
}

/** Everything is checked before there is a WebSocket, so that a stranger's page learns nothing from one. */
async function takePage(
  sessionId: string,
  headers: Headers,
  upgrade: () => Promise<WebSocket>,
): Promise<void> {
  assertSameOrigin(headers);
  const learner = await learnerOf(headers);
  if (!learner) throw new PlatformError('unauthenticated', 'You are not signed in.');
  if (!isId(sessionId)) throw new PlatformError('not-found', 'There is no such session.');
  await sessionOf(learner.id, sessionId);
  if (pagesOf(sessionId) >= PAGES_PER_SESSION_MAX)
    throw new PlatformError('rate-limited', 'This terminal is open in too many tabs.');
  const socket = await upgrade();
  relayOf(sessionId).addPage(socket);
  const isAlive = heartbeatOf(socket);
  await follow(sessionId, socket, async () => {
    if (!isAlive()) return socket.terminate();
    if ((await learnerOf(headers))?.id !== learner.id)
      return socket.close(socketCloseCodes.signedOut, 'no longer signed in');
    const session = await sessionOf(learner.id, sessionId);
    tell(socket, { type: 'session', session });
    if (session.state === 'ended') socket.close(socketCloseCodes.over, 'the session is over');
  });
}

async function takeRunner(
  sessionId: string,
  fence: number,
  headers: Headers,
  upgrade: () => Promise<WebSocket>,
): Promise<void> {
  assertRunner({ headers });
  await assertClaim(sessionId, fence);
  const socket = await upgrade();
  relayOf(sessionId).addRunner(socket);
  const isAlive = heartbeatOf(socket);
  await follow(sessionId, socket, async () => {
    if (!isAlive()) socket.terminate();
    else if (!(await isClaim(sessionId, fence))) socket.close(socketCloseCodes.over, 'the session is over');
  });
}

/** A connection with a port of the sandbox, for which the site has asked. The runner ends it with the session. */
async function takeTunnel(
  sessionId: string,
  tunnel: string,
  fence: number,
  headers: Headers,
  upgrade: () => Promise<WebSocket>,
): Promise<void> {
  assertRunner({ headers });
  await assertClaim(sessionId, fence);
  const tunnels = relayIfAny(sessionId)?.tunnels;
  if (!tunnels?.has(tunnel)) throw new PlatformError('not-found', 'This tunnel is not awaited any more.');
  const socket = await upgrade();
  const isAlive = heartbeatOf(socket);
  const checking = setInterval(() => isAlive() || socket.terminate(), CHECK_MS);
  socket.once('close', () => clearInterval(checking));
  tunnels.connect(tunnel, tunnelStream(socket));
}

/** @throws PlatformError `stale-fence` if the session is not with this claim of a runner */
async function assertClaim(sessionId: string, fence: number): Promise<void> {
  if (!(await isClaim(sessionId, fence)))
    throw new PlatformError('stale-fence', 'This session is over. End it.');
}

async function isClaim(sessionId: string, fence: number): Promise<boolean> {
  return (
    isId(sessionId) &&
    Number.isSafeInteger(fence) &&
    (await viewsOf(isCurrent(sessionId, fence), 1)).length > 0
  );
}

/** Checks at once, after every change of the session and every CHECK_MS, until the socket is closed. */
async function follow(sessionId: string, socket: WebSocket, check: () => Promise<void>): Promise<void> {
  const waiter = await notifications().wait(`terminal_changed:${sessionId}`);
  socket.once('close', waiter.close);
  if (socket.readyState !== socket.OPEN) waiter.close();
  while (socket.readyState === socket.OPEN) {
    // A database that does not answer ends no terminal.
    await check().catch((error: unknown) => {
      log.warn({ err: error, sessionId }, 'cannot check a terminal');
      if (error instanceof PlatformError) socket.close(socketCloseCodes.over, 'the session is over');
    });
    await waiter.next(CHECK_MS);
  }
}

/**
 * @returns whether the other end has sent anything since the last ping; sends the next one. What it sends is
 *   not read while a tunnel is paused.
 */
function heartbeatOf(socket: WebSocket): () => boolean {
  let hasAnswered = true;
  let sentAt = -Infinity;
  for (const sign of ['pong', 'message']) socket.on(sign, () => (hasAnswered = true));
  return () => {
    if (performance.now() - sentAt < CHECK_MS) return true;
    const wasAlive = hasAnswered || socket.isPaused;
    hasAnswered = false;
    sentAt = performance.now();
    socket.ping();
    return wasAlive;
  };
}

function headersOf({ headers }: IncomingMessage): Headers {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as [string, string]],
  );
  return new Headers(entries);
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
