import 'server-only';
import type { Duplex } from 'node:stream';
import { type WebSocket, createWebSocketStream } from 'ws';

/**
 * The bytes of a tunnel as a stream, which is destroyed once the other end has closed it and everything was
 * read. What nobody reads waits in the runner.
 */
export function tunnelStream(socket: WebSocket): Duplex {
  const stream = createWebSocketStream(socket);
  stream.once('end', () => stream.destroy());
  socket.once('close', () => {
    // An unused stream does not notice its end.
    if (stream.listenerCount('data') === 0) stream.resume();
  });
  return stream;
}
