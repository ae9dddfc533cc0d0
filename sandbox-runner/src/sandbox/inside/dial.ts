import { once } from 'node:events';
import { createConnection, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const retryMs = 20;

/**
 * Opens a TCP connection inside a sandbox's network namespace.
 *
 * @param dialSocket host path of the sandbox's dial.sock (see images/sandbox/dial)
 * @throws Error with the code ECONNREFUSED if the address refuses, and with a different one if it does not
 *   answer within `timeoutMs`
 */
export async function dialInside(
  dialSocket: string,
  ip: string,
  port: number,
  timeoutMs = 5_000,
): Promise<Duplex> {
  if (isIP(ip) === 0 || !Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`not an address: ${ip} ${port}`);
  const signal = AbortSignal.timeout(timeoutMs);
  const socket = await connect(dialSocket, signal);
  try {
    socket.write(`${ip} ${port}\n`);
    const answer = await readLine(socket, signal);
    if (answer !== 'connected')
      throw Object.assign(new Error(`nothing accepts connections at ${ip} port ${port}`), {
        code: 'ECONNREFUSED',
      });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Connects, also if more connections come at once than wait there (EAGAIN). */
async function connect(path: string, signal: AbortSignal): Promise<Socket> {
  for (;;) {
    const socket = createConnection(path);
    try {
      await once(socket, 'connect', { signal });
      return socket;
    } catch (error) {
      socket.destroy();
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      await delay(retryMs, undefined, { signal });
    }
  }
}

/** Reads up to the first line break and pushes the rest back. */
async function readLine(socket: Socket, signal: AbortSignal): Promise<string> {
  let text = Buffer.alloc(0);
  while (!text.includes(0x0a)) {
    const chunk = socket.read() as Buffer | null;
    if (chunk) text = Buffer.concat([text, chunk]);
    else if (socket.readableEnded || text.length > 64) return text.toString();
    else await Promise.race([once(socket, 'readable', { signal }), once(socket, 'end', { signal })]);
  }
  const end = text.indexOf(0x0a);
  if (end + 1 < text.length) socket.unshift(text.subarray(end + 1));
  return text.toString('utf8', 0, end);
}
