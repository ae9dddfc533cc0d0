import 'server-only';
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { log } from '../platform/log.ts';
import { relayIfAny } from '../sockets/session-relay.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';
import { entryPath } from './enter-preview.ts';
import { type Exchange, REQUEST_MAX_BYTES, connectSocket, passOn } from './exchange.ts';
import { type PreviewProblem, sendProblem } from './preview-page.ts';
import { previewsOf } from './session-previews.ts';
import { visitState } from './visit-state.ts';
import { useTicket, visitCookie, visitOf } from './visit.ts';

/** How often it is checked that a visit may go on. */
const CHECK_MS = 10_000;

/** Answers a request to the host of a preview. The site itself never sees it. */
export function answerPreview(label: string, request: IncomingMessage, response: ServerResponse): void {
  const answering = isEntry(request)
    ? enter(label, request, response)
    : begin(label, request, response, 'requests').then((exchange) => exchange && passOn(exchange));
  answering.catch((error: unknown) => fail(error, response));
}

/** Takes over a connection to the host of a preview that asks for a WebSocket. */
export function upgradePreview(label: string, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => socket.destroy());
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  try {
    // Node writes the response, so that no header of a program becomes a line of its own.
    response.assignSocket(socket as Socket);
  } catch {
    // A browser waits for an earlier response before it asks for a WebSocket.
    return void socket.destroy();
  }
  response.once('finish', () => response.statusCode !== 101 && socket.end());
  if (request.method !== 'GET' || request.headers.upgrade?.toLowerCase() !== 'websocket')
    return refuse(response, 'bad-request');
  begin(label, request, response, 'sockets')
    .then((exchange) => exchange && connectSocket(exchange, socket, head))
    .catch((error: unknown) => fail(error, response));
}

/** Exchanges a ticket of the site for a cookie, and leads to the address without it. */
async function enter(label: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const ticket = new URL(request.url!, 'http://preview').searchParams.get('ticket') ?? '';
  const visit = useTicket(label, ticket);
  if (visit === undefined) return refuse(response, 'stranger');
  const state = await visitState(visit);
  if (state !== 'running') return refuse(response, problemOf(state));
  response.writeHead(303, {
    location: '/',
    'set-cookie': visitCookie(visit),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  response.end();
}

const isEntry = ({ method, url }: IncomingMessage) => method === 'GET' && url?.split('?')[0] === entryPath;

/** @returns undefined if the request was refused */
async function begin(
  label: string,
  request: IncomingMessage,
  response: ServerResponse,
  kind: 'requests' | 'sockets',
): Promise<Exchange | undefined> {
  const visit = visitOf(label, request.headers.cookie);
  if (visit === undefined) return refuse(response, 'stranger');
  const state = await visitState(visit);
  if (state !== 'running') return refuse(response, problemOf(state));
  if (!request.url?.startsWith('/')) return refuse(response, 'bad-request');
  if (Number(request.headers['content-length'] ?? 0) > REQUEST_MAX_BYTES)
    return refuse(response, 'too-large');
  const relay = relayIfAny(visit.sessionId);
  if (relay === undefined) return refuse(response, 'no-runner');
  const previews = previewsOf(relay);
  const leave = await previews.enter(kind);
  if (leave === undefined) return refuse(response, 'too-many');
  const { socket } = request;
  // The browser has left in the meantime.
  if (socket.destroyed) return void leave();
  response.on('error', () => response.destroy());
  // A WebSocket lasts as long as its connection.
  const lasting = kind === 'sockets' ? socket : response;
  const checking = setInterval(() => {
    // A database that does not answer ends no preview.
    const still = visitState(visit).catch(() => 'running');
    void still.then((now) => now === 'running' || socket.destroy());
  }, CHECK_MS);
  lasting.once('close', () => {
    clearInterval(checking);
    leave();
  });
  return {
    visit,
    agent: previews.agent,
    request,
    response,
    onProblem: (problem) => refuse(response, problem),
  };
}

function problemOf(state: 'waiting' | 'ended' | 'signed-out'): PreviewProblem {
  if (state === 'signed-out') return 'stranger';
  return state === 'ended' ? 'ended' : 'no-runner';
}

function refuse(response: ServerResponse, problem: PreviewProblem): undefined {
  if (response.headersSent) return undefined;
  siteMetrics().previewProblems.inc({ problem });
  sendProblem(response, problem);
}

function fail(error: unknown, response: ServerResponse): void {
  log.error({ err: error }, 'a preview failed');
  if (response.headersSent) response.destroy();
  else refuse(response, 'failed');
}
