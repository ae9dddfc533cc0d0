import { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

/** First byte of each message: the stream that it belongs to (`v5.channel.k8s.io`). */
const streams = { stdin: 0, stdout: 1, status: 3 } as const;

const pingMs = 10_000;

/**
 * Standard input and output of a command in a pod as a stream. The stream ends when the command exits or the
 * connection to the API server is lost, which it does not tell apart.
 *
 * @param socket an open WebSocket of the API server's `exec`
 */
export function execStream(socket: WebSocket): Duplex {
  let isAnswering = true;
  const pings = setInterval(() => {
    if (!isAnswering) return socket.terminate();
    isAnswering = false;
    socket.ping();
  }, pingMs);
  socket.on('pong', () => (isAnswering = true));
  const stream = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) =>
      socket.send(Buffer.concat([Buffer.of(streams.stdin), chunk]), (error) => done(error)),
    destroy(error, done) {
      clearInterval(pings);
      socket.terminate();
      done(error);
    },
  });
  // The reader gets the end of the stream.
  stream.on('error', () => undefined);
  socket.on('message', (message: Buffer) => {
    if (message[0] === streams.stdout && message.length > 1 && !stream.push(message.subarray(1)))
      socket.pause();
    if (message[0] === streams.status) stream.push(null);
  });
  socket.on('close', () => stream.destroy());
  socket.on('error', () => stream.destroy());
  return stream;
}
