import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/pool.ts';
import { httpExchange } from './http-exchange.ts';

const server = createServer((request, response) => {
  if (request.url !== '/never') response.end('ready');
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => server.closeAllConnections());
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Only what an exchange asks of a sandbox. */
const sandbox = { dial: async (ip: string, port: number) => connect(port, ip) } as unknown as Sandbox;
const get = (path: string, timeoutMs: number) => httpExchange(sandbox, '127.0.0.1', (server.address() as AddressInfo).port, { method: 'GET', path, timeoutMs });

test('the rest of a longer wait, with its fraction, is a time limit like any other', async () => {
  expect(await get('/', 1_993.8366)).toMatchObject({ kind: 'answered', status: 200, body: 'ready' });
});

test('no answer in time is an outcome', async () => {
  expect(await get('/never', 50)).toMatchObject({ kind: 'no-answer', why: 'no answer within 50 ms' });
});
