import { IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { BlockList } from 'node:net';
import { httpStatusOf } from '@dfm/contracts';
import type { Refusal } from '@dfm/contracts/browser-api';
import { bodyLimitOf, isStreamed } from './body-limits.ts';
import {
  CLIENT_ADDRESS_HEADER,
  FORWARDED_HEADERS,
  IGNORED_PROXY_HEADER,
  clientAddress,
  isTrusted,
  networkOf,
} from './client-address.ts';
import { tooLargeMessage } from './read-body.ts';

/**
 * After a rejection, incoming bytes are dropped for this time, so that a client that sends everything before
 * reading still gets the response.
 */
const LINGER_MS = 2_000;

/**
 * Limit for all request bodies in flight from one network, so that many connections cannot use more than one.
 * Without those that are passed on as they arrive.
 */
const BODIES_PER_NETWORK_MAX_BYTES = 64 * 2 ** 20;

interface GuardOptions {
  trustedProxies: BlockList;
  /** Timeout for a complete request, headers and body. 2 MiB in a minute are 280 kbit/s. */
  requestTimeoutMs?: number;
  /**
   * Answers requests that are not for the site, and that have limits of their own.
   *
   * @returns whether the request is one
   */
  answerPreview?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * An HTTP server that guarantees two things to `handle`: the body is within the limit of its route, counted
 * as it arrives, and `CLIENT_ADDRESS_HEADER` contains the address of the client. Larger bodies are rejected
 * before they are in memory, because Next reads a body as fast as it arrives, whether or not its route uses
 * it. Node itself rejects headers over 16 KiB. Nothing decompresses a body, so the limit applies to the bytes
 * as sent.
 */
export function createGuardedServer(
  { trustedProxies, requestTimeoutMs = 60_000, answerPreview = () => false }: GuardOptions,
  handle: Handler,
): Server {
  const bytesInFlight = new Map<string, number>();
  const timeouts = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: requestTimeoutMs / 4,
  };
  return createServer(
    { IncomingMessage: CountedRequest, ...timeouts },
    (request: CountedRequest, response: ServerResponse) => {
      const network = networkOf(identify(request, trustedProxies));
      if (answerPreview(request, response)) return;
      const maxBytes = bodyLimitOf(pathOf(request));
      if (Number(request.headers['content-length'] ?? 0) > maxBytes)
        return reject(request, response, tooLarge(maxBytes));
      const isHeld = !isStreamed(pathOf(request));
      let counted = 0;
      request.onBytes = (bytes) => {
        counted += bytes;
        const ofNetwork = (bytesInFlight.get(network) ?? 0) + (isHeld ? bytes : 0);
        bytesInFlight.set(network, ofNetwork);
        if (counted <= maxBytes && ofNetwork <= BODIES_PER_NETWORK_MAX_BYTES) return true;
        reject(request, response, counted > maxBytes ? tooLarge(maxBytes) : tooMuchAtOnce);
        return false;
      };
      let open = 2;
      const closed = () => {
        open -= 1;
        if (open > 0) return;
        const left = (bytesInFlight.get(network) ?? 0) - (isHeld ? counted : 0);
        if (left > 0) bytesInFlight.set(network, left);
        else bytesInFlight.delete(network);
      };
      // Either may close last: a body may continue after an early response, and a handler may still be working
      // when the body is complete.
      request.once('close', closed);
      response.once('close', closed);
      handle(request, response);
    },
  );
}

/** A request whose body is counted as it arrives from the connection, before anything can read it. */
class CountedRequest extends IncomingMessage {
  /**
   * Decides for each chunk whether it is passed on. After the first rejected chunk, nothing is passed on, not
   * even the end of the body.
   */
  onBytes: (bytes: number) => boolean = () => true;
  #isRejected = false;

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    if (!this.#isRejected) {
      if (chunk === null || this.onBytes(chunk.length)) return super.push(chunk, encoding);
      this.#isRejected = true;
    }
    if (chunk === null) this.socket.destroySoon();
    return true;
  }
}

/**
 * Stores the client's address in `CLIENT_ADDRESS_HEADER`, and replaces the proxy headers of untrusted peers
 * by `IGNORED_PROXY_HEADER`.
 *
 * @returns the address
 */
function identify({ headers, socket }: IncomingMessage, trustedProxies: BlockList): string {
  const peer = socket.remoteAddress ?? '';
  const forwarded = headers[CLIENT_ADDRESS_HEADER];
  delete headers[IGNORED_PROXY_HEADER];
  if (!isTrusted(peer, trustedProxies)) {
    const isProxy = FORWARDED_HEADERS.some((name) => headers[name] !== undefined);
    for (const name of FORWARDED_HEADERS) delete headers[name];
    if (isProxy) headers[IGNORED_PROXY_HEADER] = clientAddress(peer, undefined, trustedProxies);
  }
  const address = clientAddress(
    peer,
    Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
    trustedProxies,
  );
  headers[CLIENT_ADDRESS_HEADER] = address;
  return address;
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?')[0]!;
}

interface Rejection {
  code: 'too-large' | 'rate-limited';
  message: string;
}

const tooMuchAtOnce: Rejection = {
  code: 'rate-limited',
  message: 'Too much is being sent from your network at once. Try again in a moment.',
};

function tooLarge(maxBytes: number): Rejection {
  return { code: 'too-large', message: tooLargeMessage(maxBytes) };
}

/**
 * Responds instead of the handler. A handler that is waiting for the body gets an error when the connection
 * ends.
 */
function reject(request: IncomingMessage, response: ServerResponse, error: Rejection): void {
  if (response.headersSent) return void request.socket.destroy();
  // Even if the client requested a close, because closing immediately would reset the connection and could lose
  // the response.
  response.shouldKeepAlive = true;
  response.writeHead(httpStatusOf[error.code], {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify({ error } satisfies Refusal));
  setTimeout(() => request.complete || request.socket.destroy(), LINGER_MS).unref();
}
