import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { firstFreePort } from './free-port.ts';

test('skips a port that a program on this machine listens on', async () => {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    expect(await firstFreePort(port)).toBeGreaterThan(port);
  } finally {
    server.close();
  }
});
