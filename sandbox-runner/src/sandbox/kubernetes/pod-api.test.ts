import { execFileSync } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PodApi } from './pod-api.ts';

const folder = mkdtempSync(join(tmpdir(), 'dfm-pod-api-'));
let server: Server;
const connections: Socket[] = [];

beforeAll(async () => {
  const [key, cert] = ['key', 'cert'].map((name) => join(folder, name)) as [string, string];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', key];
  execFileSync('openssl', ['req', '-x509', ...newKey, '-subj', '/CN=cluster', '-out', cert], {
    stdio: 'ignore',
  });
  server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) =>
    response.writeHead(200, { 'content-length': 1_000 }).write('{"gitVersion":'),
  );
  server.on('connection', (socket) => connections.push(socket as Socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const config = join(folder, 'config');
  const cluster = { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
  writeFileSync(
    config,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster }],
      users: [{ name: 'test', user: { token: 'x' } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      'current-context': 'test',
    }),
  );
  vi.stubEnv('KUBECONFIG', config);
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
  rmSync(folder, { recursive: true });
});

test('an API server that is lost in the middle of its answer is an error of that call alone', async () => {
  // Each response that this process has begun to receive.
  const lose = () => connections.forEach((socket) => socket.resetAndDestroy());
  subscribe('http.client.response.finish', lose);
  await expect(new PodApi(undefined).serverVersion()).rejects.toThrow();
  unsubscribe('http.client.response.finish', lose);
  expect(connections).toHaveLength(1);
});
