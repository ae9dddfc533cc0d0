import { type IncomingMessage, type ServerResponse, request } from 'node:http';

/** Gives a request to a backend, and its answer to the client. A backend that cannot be reached is a 502. */
export function passRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  backend: { host: string; port: number },
): void {
  const { url: path, method, headers } = incoming;
  const sent = request({ ...backend, path, method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('error', () => outgoing.destroy());
    answer.pipe(outgoing);
  });
  sent.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
  outgoing.once('close', () => sent.destroy());
  incoming.pipe(sent);
}
