import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AnswerTooLong } from './bounded-answers.ts';
import { connectEngine } from './connect.ts';

let dir: string;
let server: Server | undefined;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'engine-'));
});
afterEach(async () => {
  vi.useRealTimers();
  server?.closeAllConnections();
  server?.close();
  await rm(dir, { recursive: true });
});

/** An engine that answers every call with `answers`. */
async function engineThat(answers: RequestListener, maxBytes?: number) {
  const socket = join(dir, 'docker.sock');
  server = createServer(answers).listen(socket);
  await once(server, 'listening');
  return connectEngine(socket, maxBytes);
}
const outcomeOf = (call: Promise<unknown>) =>
  call.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
const lost = (detail: string) => ({
  error: expect.objectContaining({ code: 'engine-lost', message: expect.stringContaining(detail) }),
});
const endless: RequestListener = (_request, response) => {
  const more = () => {
    while (response.write(Buffer.alloc(65_536, ' ')));
  };
  response.on('drain', more);
  more();
};

describe('a healthy engine', () => {
  test('JSON, errors and streams arrive', async () => {
    const engine = await engineThat(({ url }, response) => {
      if (url?.includes('/logs') === true) return void response.end('an output');
      if (url?.includes('/none/') === true)
        return void response.writeHead(404).end('{"message":"No such image: none"}');
      response.end('{"Version":"26.1.5"}');
    });
    expect(await engine.version()).toEqual({ Version: '26.1.5' });
    expect(await outcomeOf(engine.getImage('none').inspect())).toMatchObject({
      error: {
        statusCode: 404,
        json: { message: 'No such image: none' },
        message: expect.stringContaining('No such image: none'),
      },
    });
    const stream = await engine.getContainer('x').logs({ follow: true, stdout: true });
    expect(await (stream as Readable).toArray()).toEqual([Buffer.from('an output')]);
  });

  test('an answer that is not JSON arrives as bytes, an empty one as no bytes', async () => {
    const engine = await engineThat(
      ({ url }, response) =>
        void response
          .writeHead(url?.includes('/stop') === true ? 204 : 200)
          .end(url?.includes('/logs') === true ? 'an output' : undefined),
    );
    expect(await engine.getContainer('x').logs({ stdout: true })).toEqual(Buffer.from('an output'));
    expect(await engine.getContainer('x').stop()).toEqual(Buffer.alloc(0));
  });

  test('a call ends with the reason of the caller’s signal', async () => {
    const engine = await engineThat(() => {});
    const outcome = await outcomeOf(
      engine.getContainer('x').logs({ stdout: true, abortSignal: AbortSignal.abort() }),
    );
    expect(outcome).toMatchObject({ error: { name: 'AbortError' } });
  });
});

describe('an engine under a learner’s control', () => {
  test.each([
    ['endlessly', endless],
    [
      'with an endless error',
      ((request, response) => endless(request, response.writeHead(500))) as RequestListener,
    ],
  ])('that answers %s: read up to the limit', async (_name, answers) => {
    const engine = await engineThat(answers, 1_000_000);
    expect(await outcomeOf(engine.getImage('x').inspect())).toEqual({ error: expect.any(AnswerTooLong) });
    expect(await outcomeOf(engine.getImage('x').inspect())).toEqual(lost('longer than 1000000 bytes'));
  });

  test('that rejects a stream with an endless error: read up to the limit', async () => {
    const engine = await engineThat(
      (request, response) => endless(request, response.writeHead(500)),
      1_000_000,
    );
    expect(await outcomeOf(engine.getContainer('x').logs({ follow: true, stdout: true }))).toEqual(
      lost('longer than'),
    );
  });

  test('that disconnects in the middle of an answer: the call ends', async () => {
    const engine = await engineThat((_request, response) => {
      response.write('{"Version":');
      setImmediate(() => response.destroy());
    });
    expect(await outcomeOf(engine.version())).toMatchObject({ error: { code: 'ECONNRESET' } });
  });

  test.each([
    ['never', () => {}, 30],
    ['with a byte now and then', ((_request, response) => void response.write('{')) as RequestListener, 30],
  ])('that answers %s: the call times out', async (_name, answers, seconds) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const engine = await engineThat(answers);
    const outcome = outcomeOf(engine.version());
    await once(server!, 'request');
    vi.advanceTimersByTime(seconds * 1_000);
    expect(await outcome).toEqual(lost(`no answer within ${seconds} s`));
  });

  test('that never takes over a connection: the call times out', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const engine = await engineThat(() => {});
    const upgrade = once(server!, 'upgrade');
    server!.on('upgrade', () => {});
    const outcome = outcomeOf(engine.getExec('x').start({ hijack: true, stdin: false }));
    await upgrade;
    vi.advanceTimersByTime(30_000);
    expect(await outcome).toEqual(lost('POST /exec/x/start: no answer within 30 s'));
  });
});
