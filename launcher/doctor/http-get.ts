import { request as requestHttp, type IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** At most `maxBytes` of it. */
  text: string;
  /** When it began to arrive. */
  atMs: number;
}

const answerMs = 10_000;
const maxBytes = 64 * 1024;

/**
 * Requests an address without following redirects or proxies.
 *
 * @param options.host host that is asked for, if it differs from the one that is connected to
 * @param options.token of a runner
 * @throws Error if there is no answer in time
 */
export function httpGet(
  url: URL,
  signal: AbortSignal,
  { host, token, method = 'GET' }: { host?: string; token?: string; method?: 'GET' | 'HEAD' } = {},
): Promise<Answer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent: false,
        headers: {
          ...(host !== undefined && { host }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
      },
      (response) => {
        const [atMs, chunks] = [Date.now(), [] as Buffer[]];
        let bytes = 0;
        const end = () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
            atMs,
          });
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes <= maxBytes) return void chunks.push(chunk);
          response.destroy();
          end();
        });
        response.on('end', end).on('error', reject);
      },
    );
    sent.once('error', reject).end();
  });
}

/** An error of a request in words: those of Node have a code, and some an empty message. */
export function requestProblem(error: unknown): string {
  const { code, name, message } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError') return 'no answer in time';
  return code !== undefined && !message.includes(code) ? `${message} (${code})`.trim() : message;
}
