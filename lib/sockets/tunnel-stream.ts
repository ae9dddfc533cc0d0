import 'server-only';
import type { Duplex } from 'node:stream';
import { type WebSocket, createWebSocketStream } from 'ws';

/**
 * The bytes of a tunnel as a stream, which is destroyed once the other end has closed it and everything was
 * read. What is not read waits in the runner.
 */
export function tunnelStream(socket: WebSocket): Duplex {
  const stream = createWebSocketStream(socket);
  stream.once('end', () => stream.destroy());
  // Without a listener, an error of an idle tunnel would end the process.
  stream.on('error', () => undefined);
  return stream;
}
