import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { runCommand } from '../../host/command.ts';
import { PodApi } from './pod-api.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pod-api-'));
  const files = ['-keyout', join(dir, 'key'), '-out', join(dir, 'certificate')];
  const address = ['-addext', 'subjectAltName=IP:127.0.0.1'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];
  await runCommand('openssl', ['req', '-x509', ...key, '-subj', '/CN=test', ...address, ...files]);
});
afterAll(() => rm(dir, { recursive: true }));

/** The server's answers in their order, as status and reason. The last one is repeated. */
let answers: [status: number, reason: string, message?: string][];
let requests: string[];
let close: () => void;

beforeEach(async () => {
  requests = [];
  const [key, cert] = await Promise.all(['key', 'certificate'].map((name) => readFile(join(dir, name))));
  const server = createServer({ key, cert }, (request, response) => {
    requests.push(request.method!);
    const [status, reason, message] = answers.length > 1 ? answers.shift()! : answers[0]!;
    response.writeHead(status).end(JSON.stringify({ reason, message }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => server.close();
  await configure(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(() => {
  close();
  vi.unstubAllEnvs();
});

/** Writes a configuration of kubectl, and lets this process use it. */
async function configure(server: string): Promise<void> {
  const file = join(dir, 'kubeconfig');
  const config = {
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority': join(dir, 'certificate') } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    users: [{ name: 'test', user: { token: 'secret' } }],
    'current-context': 'test',
  };
  await writeFile(file, JSON.stringify(config));
  vi.stubEnv('KUBECONFIG', file);
}

const pod = { metadata: { name: 'one' } };
const create = () => new PodApi('default').create(pod);

test('a pod that exists was created by an attempt whose answer was lost', async () => {
  answers = [[409, 'AlreadyExists']];
  await create();
  expect(requests).toEqual(['POST']);
});

test('a conflict about a quota is no success, and is repeated', async () => {
  answers = [
    [409, 'Conflict'],
    [409, 'Conflict'],
    [201, ''],
  ];
  await create();
  expect(requests).toEqual(['POST', 'POST', 'POST']);
});

test('an API server that does not know the role of a runner yet is asked again', async () => {
  answers = [
    [401, 'Unauthorized'],
    [403, 'Forbidden', 'pods is forbidden: User "a" cannot create resource "pods" in API group ""'],
    [201, ''],
  ];
  await create();
  expect(requests).toHaveLength(3);
});

test('a quota that is used up is reported at once', async () => {
  answers = [[403, 'Forbidden', 'pods "one" is forbidden: exceeded quota: pods']];
  await expect(create()).rejects.toMatchObject({ status: 403, reason: 'Forbidden' });
  expect(requests).toHaveLength(1);
});

test.each([
  ['http', () => configure('http://127.0.0.1:8080')],
  [
    'no',
    async () => {
      vi.stubEnv('KUBECONFIG', '');
      vi.stubEnv('HOME', dir);
    },
  ],
])('with %s server in the configuration, the variable to set is named', async (_server, setUp) => {
  await setUp();
  expect(() => new PodApi('default')).toThrow('Set KUBECONFIG');
});
