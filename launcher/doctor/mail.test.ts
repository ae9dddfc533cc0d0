import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { mailFindings } from './mail.ts';

let server: SMTPServer;
let sent = 0;
afterEach(() => new Promise<void>((closed) => server.close(() => closed())));

/** A mail server that takes the password `right`. @returns its port */
async function mailServer(options: SMTPServerOptions = {}, host = '127.0.0.1'): Promise<number> {
  server = new SMTPServer({
    onAuth: ({ password }, _session, done) =>
      password === 'right'
        ? done(null, { user: 'course' })
        : done(new Error('wrong password for a@b.example')),
    onData: (stream, _session, done) => ((sent += 1), stream.resume().on('end', () => done())),
    logger: false,
    ...options,
  });
  server.on('error', () => {});
  server.listen(0, host);
  await once(server.server, 'listening');
  return (server.server.address() as AddressInfo).port;
}

const found = async (url: string) => {
  const [{ result, saw, advice = '' }] = (await mailFindings(url, AbortSignal.timeout(20_000))) as [
    Awaited<ReturnType<typeof mailFindings>>[number],
  ];
  expect(`${saw} ${advice}`).not.toMatch(/a@b\.example|right|wrong:/);
  return [result, saw, advice];
};

/** Connects to this machine, but is not an address for which encryption may be missing. */
const notLocal = '127.0.0.2';

test('a server that takes the password', async () => {
  const port = await mailServer({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
  expect(await found(`smtp://course:right@127.0.0.1:${port}`)).toEqual([
    'good',
    `127.0.0.1:${port} takes the connection and the password`,
    '',
  ]);
  expect(sent).toBe(0);
});

test('a server without a password', async () => {
  const port = await mailServer({ disabledCommands: ['STARTTLS', 'AUTH'], authOptional: true });
  expect(await found(`smtp://127.0.0.1:${port}`)).toEqual([
    'good',
    `127.0.0.1:${port} takes the connection`,
    '',
  ]);
});

test('a wrong password', async () => {
  const port = await mailServer({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
  expect(await found(`smtp://course:wrong@127.0.0.1:${port}`)).toEqual([
    'problem',
    `127.0.0.1:${port}: EAUTH 535`,
    expect.stringContaining('user and password'),
  ]);
});

test('a server on a different machine without encryption', async () => {
  const port = await mailServer({ disabledCommands: ['STARTTLS'], authOptional: true }, notLocal);
  expect(await found(`smtp://${notLocal}:${port}`)).toEqual([
    'problem',
    `${notLocal}:${port}: ETLS 500`,
    expect.stringContaining('STARTTLS'),
  ]);
});

test('a certificate that nobody vouches for', async () => {
  const port = await mailServer({ authOptional: true });
  expect(await found(`smtp://127.0.0.1:${port}`)).toEqual([
    'problem',
    expect.stringMatching(/ESOCKET|ETLS/),
    expect.stringContaining('certificate'),
  ]);
});

test('no server', async () => {
  const port = await mailServer();
  await new Promise<void>((closed) => server.close(() => closed()));
  expect(await found(`smtp://127.0.0.1:${port}`)).toEqual([
    'problem',
    expect.stringMatching(/ECONNREFUSED|ESOCKET|ECONNECTION/),
    expect.stringContaining('host and port'),
  ]);
});
