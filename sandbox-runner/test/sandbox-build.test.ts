import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { build, openPool, type PoolFixture } from './sandbox-fixture.ts';

let fixture: PoolFixture;
let sandbox: Sandbox;

beforeAll(async () => {
  fixture = await openPool();
  sandbox = await fixture.pool.acquire('builder');
});
afterAll(() => fixture[Symbol.asyncDispose]());

describe('a build in a sandbox', () => {
  test('installs a requirements file from the shelf, unchanged', async () => {
    const { kind, log } = await build(
      sandbox,
      'FROM python:3.11-slim-bookworm\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nRUN python -c "import sklearn, fastapi; print(\'imported\', sklearn.__name__)"',
      { 'requirements.txt': 'scikit-learn\nfastapi\nuvicorn[standard]\n' },
    );
    expect(log).toContain('imported sklearn');
    expect(kind).toBe('built');
  });

  test('installs declared Debian packages with a valid signature', async () => {
    const { kind, log } = await build(
      sandbox,
      'FROM python:3.11-slim-bookworm\nRUN apt-get update && apt-get install -y gcc libgomp1 curl && gcc --version',
    );
    expect(log).toMatch(/gcc \(Debian/);
    expect(log).not.toMatch(/not signed|unauthenticated/i);
    expect(kind).toBe('built');
  });

  test.each([
    ['a Python package', 'pip install django', /No matching distribution found for django/],
    ['a Debian package', 'apt-get update && apt-get install -y nginx', /404 +Not on the shelf/],
  ])('%s that is not on the shelf fails with this reason', async (_name, command, message) => {
    const { kind, log } = await build(sandbox, `FROM python:3.11-slim-bookworm\nRUN ${command}`);
    expect(log).toMatch(message);
    expect(kind).toBe('failed');
  });

  test('sees the files of its context with their content and mode, in folders with an unusual sort order', async () => {
    const big = Array.from({ length: 400_000 }, (_, n) => `${n}\n`).join('');
    const { kind, log } = await build(
      sandbox,
      'FROM debian:bookworm-slim\nCOPY . /in/\nRUN cd /in && find . -type f | LC_ALL=C sort && sha256sum big.txt && stat -c %a a/b/c.txt && cat "a b/ü.txt" a.txt',
      {
        'big.txt': big,
        'a/b/c.txt': 'c',
        'a.txt': 'dot',
        'a-b/x': 'dash',
        'a/z': '',
        'a b/ü.txt': 'space ',
        '.dockerignore': 'none\n',
      },
    );
    expect(kind).toBe('built');
    expect(log).toContain(
      [
        './.dockerignore',
        './Dockerfile',
        './a b/ü.txt',
        './a-b/x',
        './a.txt',
        './a/b/c.txt',
        './a/z',
        './big.txt',
        '',
      ].join('\n'),
    );
    expect(log).toContain(createHash('sha256').update(big).digest('hex'));
    expect(log).toMatch(/\b644\nspace dot/);
  });

  test('leaves no trace of the shelf in the image', async () => {
    const { kind } = await build(sandbox, 'FROM debian:bookworm-slim\nRUN apt-get update && ls /dev > /seen');
    expect(kind).toBe('built');
    const engine = sandbox.engine;
    const image = engine.getImage('test:latest');
    const [config, history] = await Promise.all([image.inspect(), image.history()]);
    expect(JSON.stringify([config.Config, history])).not.toMatch(
      /172\.17\.0\.1|shelf-apt|PIP_INDEX|APT_CONFIG/,
    );
    const container = await engine.createContainer({
      Image: 'test:latest',
      Cmd: [
        'sh',
        '-c',
        'cat /seen; echo NOW; env; ls /dev; find / -xdev -name "shelf-*"; grep -r 172.17.0.1 /etc/apt /etc/pip.conf /root || echo clean',
      ],
      Tty: true,
    });
    await container.start();
    await container.wait();
    const output = (await container.logs({ stdout: true, stderr: true })).toString();
    const [during, after] = output.split('NOW');
    expect(during).toContain('shelf-apt.conf');
    expect(after).toContain('clean');
    expect(after).not.toMatch(/PIP_INDEX_URL|APT_CONFIG|shelf-apt/);
  });

  test('keeps the stand-in label on the learner’s image', async () => {
    const engine = sandbox.engine;
    const [base, own] = await Promise.all([
      engine.getImage('debian:bookworm-slim').inspect(),
      engine.getImage('test:latest').inspect(),
    ]);
    expect(own.Config.Labels?.['dfm.stand-in']).toBe(base.Config.Labels?.['dfm.stand-in']);
  });

  test('can be reached by a probe through dial, and a closed port refuses connections', async () => {
    const engine = sandbox.engine;
    const container = await engine.createContainer({
      Image: 'python:3.11-slim-bookworm',
      Cmd: ['python', '-m', 'http.server', '8000'],
    });
    await container.start();
    const ip = (await container.inspect()).NetworkSettings.Networks['bridge']?.IPAddress ?? '';
    await vi.waitFor(async () => void (await sandbox.dial(ip, 8000)).destroy(), { timeout: 20_000 });
    const socket = await sandbox.dial(ip, 8000);
    socket.write('GET / HTTP/1.0\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.0 200 OK/);
    await expect(sandbox.dial(ip, 8001)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await container.remove({ force: true });
  });
});
