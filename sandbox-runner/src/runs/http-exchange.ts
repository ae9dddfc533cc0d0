import { request } from 'node:http';
import type { Socket } from 'node:net';
import { formatDuration } from '@dfm/contracts/quantity';
import type { Sandbox } from '../sandbox/sandbox.ts';

export interface HttpExchange {
  method: 'GET' | 'POST';
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Media types that are asked for. */
  accept?: string | undefined;
  /** May be fractional, as the rest of a longer wait is. */
  timeoutMs: number;
}

export type HttpOutcome =
  /** `body` is truncated at 1 MiB. */
  | { kind: 'answered'; status: number; body: string; ms: number }
  /** `why`: refused, connection closed, or no answer in time. */
  | { kind: 'no-answer'; why: string; ms: number };

const maxBodyBytes = 1024 * 1024;

/**
 * Sends one HTTP request to a port inside a sandbox. Does not follow redirects. Never throws, whatever the
 * service does.
 *
 * @param deadline aborts after `timeoutMs`, by the caller's clock
 */
export async function httpExchange(
  sandbox: Sandbox,
  ip: string,
  port: number,
  exchange: HttpExchange,
  deadline = AbortSignal.timeout(Math.ceil(exchange.timeoutMs)),
): Promise<HttpOutcome> {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  try {
    const connection = await sandbox.dial(ip, port);
    try {
      const answer = await requestOver(connection as Socket, ip, port, exchange, deadline);
      return { kind: 'answered', ...answer, ms: elapsed() };
    } finally {
      connection.destroy();
    }
  } catch (error) {
    const why = deadline.aborted
      ? `no answer within ${formatDuration(exchange.timeoutMs)}`
      : reason(error, port);
    return { kind: 'no-answer', why, ms: elapsed() };
  }
}

function requestOver(
  connection: Socket,
  ip: string,
  port: number,
  { method, path, body, accept }: HttpExchange,
  signal: AbortSignal,
): Promise<{ status: number; body: string }> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    connection.on('error', reject);
    const outgoing = request({
      createConnection: () => connection,
      method,
      path,
      signal,
      headers: {
        host: `${ip}:${port}`,
        connection: 'close',
        ...(accept === undefined ? {} : { accept }),
        ...(payload === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
      },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const finish = () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).subarray(0, maxBodyBytes).toString(),
        });
      response.on('error', reject);
      response.on('end', finish);
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > maxBodyBytes) finish();
      });
    });
    outgoing.end(payload);
  });
}

function reason(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return `nothing accepts connections on port ${port}`;
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'the connection was closed before an answer arrived';
  if (code.startsWith('HPE_')) return 'the answer was not HTTP';
  return error instanceof Error ? error.message : String(error);
}
