import { IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { BlockList } from 'node:net';
import { httpStatusOf } from '@dfm/contracts';
import { bodyLimitOf } from './body-limits.ts';
import {
  CLIENT_ADDRESS_HEADER,
  FORWARDED_HEADERS,
  clientAddress,
  isTrusted,
  networkOf,
} from './client-address.ts';
import { tooLargeMessage } from './read-body.ts';

/**
 * After a refusal, what still arrives is dropped for so long: a client that sends before it reads then gets
 * the answer.
 */
const LINGER_MS = 2_000;

/** Of requests under way from one network together: many connections must not hold what one may not. */
const BODIES_PER_NETWORK_MAX_BYTES = 32 * 2 ** 20;

interface GuardOptions {
  trustedProxies: BlockList;
  /** For a whole request, headers and body, to arrive. 2 MiB in a minute are 280 kbit/s. */
  requestTimeoutMs?: number;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * An HTTP server that passes on to `handle` what every route may rely on: a body within the limit of its
 * route, counted as it arrives, and in `CLIENT_ADDRESS_HEADER` the address of the client. Anything else is
 * refused before it is in memory, because Next reads a body as fast as it comes, whether its route asks for
 * it or not. Node itself refuses headers over 16 KiB. Nothing decompresses a body, so its bytes are what was
 * sent.
 */
export function createGuardedServer(
  { trustedProxies, requestTimeoutMs = 60_000 }: GuardOptions,
  handle: Handler,
): Server {
  const underWay = new Map<string, number>();
  const timeouts = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: requestTimeoutMs / 4,
  };
  return createServer(
    { IncomingMessage: CountedRequest, ...timeouts },
    (request: CountedRequest, response: ServerResponse) => {
      const network = networkOf(identify(request, trustedProxies));
      const maxBytes = bodyLimitOf(pathOf(request));
      if (Number(request.headers['content-length'] ?? 0) > maxBytes)
        return refuse(request, response, tooLarge(maxBytes));
      let counted = 0;
      request.onBytes = (bytes) => {
        counted += bytes;
        const ofNetwork = (underWay.get(network) ?? 0) + bytes;
        underWay.set(network, ofNetwork);
        if (counted <= maxBytes && ofNetwork <= BODIES_PER_NETWORK_MAX_BYTES) return true;
        refuse(request, response, counted > maxBytes ? tooLarge(maxBytes) : tooMuchAtOnce);
        return false;
      };
      let open = 2;
      const closed = () => {
        open -= 1;
        if (open > 0) return;
        const left = (underWay.get(network) ?? 0) - counted;
        if (left > 0) underWay.set(network, left);
        else underWay.delete(network);
      };
      // Either may be the last: a body goes on after an early answer, and a handler works on one that is
      // complete.
      request.once('close', closed);
      response.once('close', closed);
      handle(request, response);
    },
  );
}

/** A request whose body is seen as it comes from the connection, before anybody can read it. */
class CountedRequest extends IncomingMessage {
  /**
   * Says of each piece whether it is passed on. After the first that is not, none is, nor an end that looks
   * like one.
   */
  onBytes: (bytes: number) => boolean = () => true;
  #isRefused = false;

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    if (!this.#isRefused) {
      if (chunk === null || this.onBytes(chunk.length)) return super.push(chunk, encoding);
      this.#isRefused = true;
    }
    if (chunk === null) this.socket.destroySoon();
    return true;
  }
}

/** @returns the client's address, which is also the one thing that the headers say about it from here on */
function identify({ headers, socket }: IncomingMessage, trustedProxies: BlockList): string {
  const peer = socket.remoteAddress ?? '';
  const forwarded = headers[CLIENT_ADDRESS_HEADER];
  if (!isTrusted(peer, trustedProxies)) for (const name of FORWARDED_HEADERS) delete headers[name];
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

interface Refusal {
  code: 'too-large' | 'rate-limited';
  message: string;
}

const tooMuchAtOnce: Refusal = {
  code: 'rate-limited',
  message: 'Too much is being sent from your network at once. Try again in a moment.',
};

function tooLarge(maxBytes: number): Refusal {
  return { code: 'too-large', message: tooLargeMessage(maxBytes) };
}

/**
 * Answers in place of the handler. A handler that waits for the body learns that it broke off when the
 * connection ends.
 */
function refuse(request: IncomingMessage, response: ServerResponse, error: Refusal): void {
  if (response.headersSent) return void request.socket.destroy();
  // Also where the client asked for a close: at once, it would reset the connection, and the answer could be
  // lost.
  response.shouldKeepAlive = true;
  response.writeHead(httpStatusOf[error.code], {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify({ error }));
  setTimeout(() => request.complete || request.socket.destroy(), LINGER_MS).unref();
}
