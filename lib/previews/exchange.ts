import 'server-only';
import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
  request as httpRequest,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { TunnelRefused } from '../sockets/awaited-tunnels.ts';
import { originOf } from './preview-address.ts';
import { headersToBrowser, headersToSandbox } from './preview-headers.ts';
import type { PreviewProblem } from './preview-page.ts';
import { TimeLimit } from './time-limit.ts';
import type { Visit } from './visit.ts';

const MiB = 2 ** 20;
export const REQUEST_MAX_BYTES = 100 * MiB;
const RESPONSE_MAX_BYTES = 1_024 * MiB;
/** A model may think for a while before it answers. */
const ANSWER_MS = 120_000;
/** Pages with a connection that stays open send something more often. */
const SILENCE_MS = 10 * 60_000;

/** One request of a browser to a preview, with its response. */
export interface Exchange {
  visit: Visit;
  /** Opens tunnels to the ports of the session. */
  agent: Agent;
  request: IncomingMessage;
  response: ServerResponse;
  /** Called when a program in the sandbox has not answered. */
  onProblem: (problem: PreviewProblem) => void;
}

/** Passes a request on to the sandbox, and its response back. */
export function passOn(exchange: Exchange): void {
  const { request, response, onProblem } = exchange;
  const outgoing = ask(exchange, false);
  const limit = new TimeLimit(ANSWER_MS, () => outgoing.destroy(new TooSlow()));
  response.once('close', () => {
    limit.end();
    outgoing.destroy();
  });
  outgoing.once('response', (incoming) => {
    limit.change(SILENCE_MS);
    passBack(exchange, incoming, limit);
  });
  onEnd(outgoing, (error) => {
    // There is an answer, or the browser has left.
    if (response.headersSent || response.destroyed) return;
    limit.end();
    if (isStale(error, outgoing) && isRepeatable(request)) return passOn(exchange);
    onProblem(problemOf(error));
  });
  sendBody(request, outgoing, limit, () => onProblem('too-large'));
}

/** Connects a WebSocket of a browser with one in the sandbox. */
export function connectSocket(exchange: Exchange, socket: Duplex, head: Buffer): void {
  const { response, onProblem } = exchange;
  const outgoing = ask(exchange, true);
  const limit = new TimeLimit(ANSWER_MS, () => outgoing.destroy(new TooSlow()));
  socket.once('close', () => {
    limit.end();
    outgoing.destroy();
  });
  outgoing.once('upgrade', (incoming: IncomingMessage, tunnel: Duplex, first: Buffer) => {
    limit.change(SILENCE_MS);
    if (!beginResponse(exchange, incoming)) return void tunnel.destroy();
    response.end();
    response.detachSocket(socket as Parameters<ServerResponse['detachSocket']>[0]);
    if (first.length > 0) tunnel.unshift(first);
    if (head.length > 0) socket.unshift(head);
    join(socket, tunnel, limit);
  });
  // The program refuses the WebSocket.
  outgoing.once('response', (incoming) => passBack(exchange, incoming, limit));
  onEnd(outgoing, (error) => {
    if (!response.headersSent && !socket.destroyed) onProblem(problemOf(error));
  });
  outgoing.end();
}

class TooSlow extends Error {}

/** Calls back when a request has ended, for which there may be an answer. */
function onEnd(outgoing: ClientRequest, end: (error: Error) => void): void {
  // Without an error if a program changes to a different protocol unasked.
  let error = new Error('no answer');
  outgoing.on('error', (reported) => (error = reported));
  outgoing.once('close', () => end(error));
}

function ask({ visit, agent, request }: Exchange, isUpgrade: boolean): ClientRequest {
  const { host, protocol } = new URL(originOf(visit));
  return httpRequest({
    agent,
    port: visit.port,
    method: request.method,
    path: request.url,
    headers: headersToSandbox(request.headers, { host, protocol: protocol.slice(0, -1), isUpgrade }),
    setHost: false,
  });
}

/** Sends status and headers. @returns whether that was possible */
function beginResponse({ visit, response, onProblem }: Exchange, incoming: IncomingMessage): boolean {
  const { host } = new URL(originOf(visit));
  try {
    response.writeHead(incoming.statusCode!, {
      ...headersToBrowser(incoming.headers, { host, port: visit.port }),
      ...(incoming.statusCode === 101 && { connection: 'Upgrade', upgrade: 'websocket' }),
    });
    return true;
  } catch {
    // Node does not send everything that it reads.
    incoming.destroy();
    onProblem('not-http');
    return false;
  }
}

function passBack(exchange: Exchange, incoming: IncomingMessage, limit: TimeLimit): void {
  const { response } = exchange;
  if (!beginResponse(exchange, incoming)) return;
  response.flushHeaders();
  let bytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    limit.refresh();
    bytes += chunk.length;
    if (bytes > RESPONSE_MAX_BYTES) response.destroy();
  });
  // The browser sees that the response is incomplete.
  incoming.on('error', () => response.destroy());
  incoming.pipe(response);
}

function sendBody(
  request: IncomingMessage,
  outgoing: ClientRequest,
  limit: TimeLimit,
  onTooLarge: () => void,
): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    limit.refresh();
    bytes += chunk.length;
    if (bytes <= REQUEST_MAX_BYTES) return;
    request.unpipe(outgoing);
    onTooLarge();
    outgoing.destroy();
  });
  request.pipe(outgoing);
}

/** Passes bytes on in both directions until one side ends. */
function join(socket: Duplex, tunnel: Duplex, limit: TimeLimit): void {
  for (const [from, to] of [
    [socket, tunnel],
    [tunnel, socket],
  ] as const) {
    from.on('data', () => limit.refresh());
    from.once('close', () => to.destroy());
    from.on('error', () => to.destroy());
    from.pipe(to);
  }
}

/** An idle connection was closed at the moment when it was used again. */
function isStale(error: Error, outgoing: ClientRequest): boolean {
  return outgoing.reusedSocket && !(error instanceof TooSlow) && !(error instanceof TunnelRefused);
}

/** Without a body, and without effects when repeated. */
function isRepeatable({ method, headers }: IncomingMessage): boolean {
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  return (method === 'GET' || method === 'HEAD') && !hasBody;
}

function problemOf(error: Error): PreviewProblem {
  if (error instanceof TooSlow) return 'not-http';
  if (error instanceof TunnelRefused)
    switch (error.problem) {
      case 'not-published':
      case 'no-runner':
      case 'too-many':
        return error.problem;
      case 'no-answer':
        return 'no-runner';
      case 'refused':
      case 'failed':
        return 'nothing-listens';
    }
  const code = 'code' in error ? String(error.code) : '';
  // The engine accepts connections at a published port before the program in the container does.
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'nothing-listens';
  return 'not-http';
}
