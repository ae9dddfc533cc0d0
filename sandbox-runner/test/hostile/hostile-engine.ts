import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';

/**
 * How an engine under the attacker's control handles a call. Returns false to pass it on to the real engine.
 * There is no response if the call takes over the connection.
 */
export type EngineBehaviour = (request: IncomingMessage, response?: ServerResponse) => boolean;

/** Accepts a call and never answers. */
export const never =
  (path: RegExp): EngineBehaviour =>
  ({ url = '' }) =>
    path.test(url);

/** Answers with this text endlessly. */
export const endless =
  (path: RegExp, text: string): EngineBehaviour =>
  ({ url = '' }, response) => {
    if (response === undefined || !path.test(url)) return false;
    const piece = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
    const more = () => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', more);
    more();
    return true;
  };

/** Disconnects in the middle of an answer. */
export const half =
  (path: RegExp): EngineBehaviour =>
  ({ url = '' }, response) => {
    if (response === undefined || !path.test(url)) return false;
    response.write('{"Id":', () => response.destroy());
    return true;
  };

/**
 * Replaces the engine behind a socket, as an attacker who controls a sandbox can. Passes calls on to the real
 * engine unless `behaviour` handles them.
 */
export async function takeOver(socket: string, behaviour: EngineBehaviour): Promise<Disposable> {
  const real = join(dirname(socket), '../engine.sock');
  await rename(socket, real);
  const server = createServer((incoming, response) => {
    if (behaviour(incoming, response)) return;
    const { url, method, headers } = incoming;
    const forwarded = request({ socketPath: real, path: url, method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      // A stream of events has none for long.
      response.flushHeaders();
      answer.pipe(response);
    });
    response.on('close', () => forwarded.destroy());
    forwarded.on('error', () => response.destroy());
    incoming.pipe(forwarded);
  });
  // A build session, which switches to a different protocol.
  server.on('upgrade', (incoming, client) => {
    if (behaviour(incoming)) return;
    const { url, method, rawHeaders } = incoming;
    const engine = connect(real);
    const lines = rawHeaders.reduce(
      (text, word, index) => text + word + (index % 2 === 0 ? ': ' : '\r\n'),
      '',
    );
    engine.write(`${method} ${url} HTTP/1.1\r\n${lines}\r\n`);
    engine.pipe(client).pipe(engine);
    for (const [one, other] of [
      [engine, client],
      [client, engine],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  server.listen(socket);
  await once(server, 'listening');
  return {
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
