import { type AddressInfo, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectEngine } from '../src/engine/connect.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { build, openPool, type PoolFixture } from './sandbox-fixture.ts';

let fixture: PoolFixture;
let sandbox: Sandbox;
let listener: Server | undefined;
let targets: string[];

/** Prints one line per `address port`: "open" or the error. */
const tryAll = `import socket, sys
for line in open("targets"):
    address, port = line.split()
    try:
        socket.create_connection((address, int(port)), timeout=3).close()
        print("open", address, port, flush=True)
    except OSError as error:
        print("closed", address, port, error, flush=True)
for name in ["example.com", "host.docker.internal", "gateway.docker.internal"]:
    try:
        print("resolved", name, socket.getaddrinfo(name, 80)[0][4])
    except OSError as error:
        print("unresolved", name, error)
`;

beforeAll(async () => {
  fixture = await openPool();
  sandbox = await fixture.pool.acquire('inside');
  const other = await fixture.pool.acquire('other');
  const neighbour = await other.engine.createContainer({
    Image: 'python:3.11-slim-bookworm',
    Cmd: ['python', '-m', 'http.server', '8765'],
  });
  await neighbour.start();
  const neighbourIp = (await neighbour.inspect()).NetworkSettings.Networks['bridge']?.IPAddress ?? '';
  await vi.waitFor(async () => void (await other.dial(neighbourIp, 8765)).destroy(), { timeout: 20_000 });

  // A host process that accepts connections on all of the host's addresses.
  const server = createServer((socket) => socket.end());
  listener = server;
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  const { port } = server.address() as AddressInfo;
  const own = Object.values(networkInterfaces())
    .flat()
    .flatMap((address) => (address && !address.internal ? [address.address] : []));
  if (own.length === 0) throw new Error('this machine has no address to try');
  targets = [
    ...own.map((address) => `${address} ${port}`),
    `172.17.0.1 ${port}`,
    `${neighbourIp} 8765`,
    '169.254.169.254 80',
    '169.254.170.2 80',
    '1.1.1.1 443',
    '2606:4700:4700::1111 443',
    'fd00:ec2::254 80',
    '::1 ' + port,
  ];
});
afterAll(async () => {
  listener?.close();
  await fixture[Symbol.asyncDispose]();
});

describe('a sandbox can reach only the shelf', () => {
  test('from a RUN step', async () => {
    const { kind, log } = await build(
      sandbox,
      'FROM python:3.11-slim-bookworm\nCOPY . .\nRUN python try.py',
      {
        'try.py': tryAll,
        targets: ['172.17.0.1 61080', ...targets].map((target) => `${target}\n`).join(''),
      },
    );
    expect(kind).toBe('built');
    expect(log.match(/^open .*$/gm)).toEqual(['open 172.17.0.1 61080']);
    expect(log.match(/^closed /gm)).toHaveLength(targets.length);
    expect(log.match(/^unresolved /gm)).toHaveLength(3);
  });

  test('from a container of the learner', async () => {
    const engine = sandbox.engine;
    const script = targets
      .map(
        (target) =>
          `timeout 5 bash -c 'exec 3<>/dev/tcp/${target.replace(' ', '/')}' 2>/dev/null && echo open ${target}`,
      )
      .join('\n');
    const container = await engine.createContainer({
      Image: 'debian:bookworm-slim',
      Cmd: ['bash', '-c', `${script}\necho done`],
      Tty: true,
    });
    await container.start();
    await container.wait();
    expect((await container.logs({ stdout: true })).toString().trim()).toBe('done');
  });

  test('from the outer container', async () => {
    const script = targets
      .map(
        (target) =>
          `timeout 5 bash -c 'exec 3<>/dev/tcp/${target.replace(' ', '/')}' 2>/dev/null && echo open ${target}`,
      )
      .join('\n');
    expect(await inOuter(`ls /sys/class/net; ${script}\necho done`)).toBe('lo\ndone');
  });

  test('ADD of a URL fails for the metadata address, the host and an outside name', async () => {
    for (const url of [
      'http://169.254.169.254/latest/meta-data/',
      `http://${targets[0]?.replace(' ', ':')}/`,
      'http://example.com/',
    ]) {
      const { kind } = await build(sandbox, `FROM debian:bookworm-slim\nADD ${url} /x`);
      expect({ url, kind }).toEqual({ url, kind: 'failed' });
    }
  });
});

describe('the host’s engine cannot be reached from inside', () => {
  test('the only engine socket belongs to the sandbox’s own engine', async () => {
    const [host, inner] = await Promise.all([
      connectEngine(fixture.env.DOCKER_SOCKET).info(),
      sandbox.engine.info(),
    ]);
    expect(inner.ID).not.toBe(host.ID);
    expect(
      await inOuter(
        'find / -xdev -name "docker*.sock" -o -name "containerd*.sock" 2>/dev/null | grep -v ^/run/user/sandbox/; grep -c docker.sock /proc/self/mounts',
      ),
    ).toBe('0');
  });

  test('a RUN step sees no engine socket and may not open AF_ALG or AF_VSOCK', async () => {
    const script = `import socket
for family in (38, 40):
    try:
        socket.socket(family, socket.SOCK_STREAM if family == 40 else socket.SOCK_SEQPACKET)
        print("opened", family)
    except OSError as error:
        print("denied", family, error.errno)
`;
    const { log } = await build(
      sandbox,
      'FROM python:3.11-slim-bookworm\nCOPY . .\nRUN python try.py; find / -name "*.sock" -not -path "/proc/*" | sed s/^/found:/',
      { 'try.py': script },
    );
    expect(log).toMatch(/denied 38 \d+\ndenied 40 \d+/);
    expect(log).not.toMatch(/opened|found:/);
  });
});

/** Runs a script as the outer container's user, outside of the inner engine. */
async function inOuter(script: string): Promise<string> {
  const host = connectEngine(fixture.env.DOCKER_SOCKET);
  const exec = await host
    .getContainer(`dfm-sandbox-${sandbox.id}`)
    .exec({ Cmd: ['bash', '-c', script], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  const output = new PassThrough();
  host.modem.demuxStream(stream, output, new PassThrough());
  stream.once('end', () => output.end());
  let text = '';
  for await (const chunk of output) text += String(chunk);
  return text.trim();
}
