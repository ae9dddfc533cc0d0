import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';

/**
 * What an engine under the attacker's control does with a call; false leaves it to the real one. There is no
 * response where the call takes over the connection.
 */
export type EngineDeed = (request: IncomingMessage, response?: ServerResponse) => boolean;

/** Takes a call and says nothing. */
export const never =
  (path: RegExp): EngineDeed =>
  ({ url = '' }) =>
    path.test(url);

/** Answers with this, over and over. */
export const endless =
  (path: RegExp, text: string): EngineDeed =>
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

/** Breaks off in the middle of an answer. */
export const half =
  (path: RegExp): EngineDeed =>
  ({ url = '' }, response) => {
    if (response === undefined || !path.test(url)) return false;
    response.write('{"Id":', () => response.destroy());
    return true;
  };

/**
 * Takes the place of the engine behind a socket, as who controls a sandbox can; what it does not do itself it
 * hands on.
 */
export async function takeOver(socket: string, deed: EngineDeed): Promise<Disposable> {
  const real = join(dirname(socket), '../engine.sock');
  await rename(socket, real);
  const server = createServer((incoming, response) => {
    if (deed(incoming, response)) return;
    const { url, method, headers } = incoming;
    const forwarded = request({ socketPath: real, path: url, method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    response.on('close', () => forwarded.destroy());
    forwarded.on('error', () => response.destroy());
    incoming.pipe(forwarded);
  });
  // A session of a build: another protocol from here on.
  server.on('upgrade', (incoming, client) => {
    if (deed(incoming)) return;
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
