import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SiteClient } from './site-client.ts';

const asked: string[] = [];
const servers: Server[] = [];

/** Refuses everything, and notes what it was asked for. */
async function listen(name: string): Promise<string> {
  const note = (url = '') => asked.push(`${name} ${url}`);
  const server = createServer(({ url }, response) => {
    note(url);
    response.writeHead(503).end();
  });
  server.on('upgrade', ({ url }, socket) => {
    note(url);
    socket.destroy();
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let site: string;
let terminals: string;

beforeEach(async () => {
  site = await listen('site');
  terminals = await listen('terminals');
});

afterEach(async () => {
  asked.length = 0;
  await Promise.all(servers.splice(0).map((server) => once(server.close(), 'close')));
});

async function useAll(client: SiteClient): Promise<void> {
  await expect(client.heartbeat('run', 1)).rejects.toThrow('503');
  await expect(client.terminalHeartbeat('session', { fence: 1, isInUse: true })).rejects.toThrow('503');
  const sockets = [client.terminalSocket('session', 1), client.tunnelSocket('session', 1, 'port')];
  await Promise.all(sockets.map((socket) => expect(once(socket, 'open')).rejects.toThrow()));
}

test('everything about terminals goes to the process that serves them, the rest to the site', async () => {
  await useAll(new SiteClient(site, 'token', terminals));
  expect(asked.toSorted()).toEqual([
    'site /api/runner/runs/run/heartbeat',
    'terminals /api/runner/terminals/session/heartbeat',
    'terminals /api/runner/terminals/session/socket?fence=1',
    'terminals /api/runner/terminals/session/tunnel/port?fence=1',
  ]);
});

test('without such a process, everything goes to the site', async () => {
  await useAll(new SiteClient(site, 'token'));
  expect(asked).toHaveLength(4);
  expect(asked.filter((request) => request.startsWith('site /api/runner/'))).toHaveLength(4);
});
