import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request as send } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

const PIECE_BYTES = 65_536;

interface Answer {
  status: number | undefined;
  body: string;
  /** The cookies it set, as a browser sends them back. */
  cookie: string;
  /** Bytes that had been written to the connection when the response arrived. */
  sent: number;
}

/**
 * Sends a POST in pieces until there is a response. Without a Content-Length header, it is chunked.
 *
 * @param content the body, or the number of spaces that it consists of
 */
export async function postBytes(
  url: string,
  content: Buffer | number,
  headers: OutgoingHttpHeaders = {},
): Promise<Answer> {
  const request = send(url, { method: 'POST', headers, agent: false });
  let sent = 0;
  function* pieces(): Generator<Buffer> {
    const size = typeof content === 'number' ? content : content.length;
    for (let at = 0; at < size; at += PIECE_BYTES) {
      const length = Math.min(PIECE_BYTES, size - at);
      const piece =
        typeof content === 'number' ? Buffer.alloc(length, ' ') : content.subarray(at, at + length);
      sent += piece.length;
      yield piece;
    }
  }
  const source = Readable.from(pieces());
  source.pipe(request);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  // After the response, the connection may break while it is still sending.
  request.on('error', () => {});
  source.destroy();
  const body = await text(response);
  request.destroy();
  const cookie = (response.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');
  return { status: response.statusCode, body, cookie, sent };
}
