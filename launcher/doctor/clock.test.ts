import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { debianArchive, ofServer } from './clock.ts';

/** What is read from a server whose clock differs by this much. */
async function differenceTo(aheadMs: number, more: OutgoingHttpHeaders = {}) {
  const server = createServer((_request, response) => {
    response.sendDate = false;
    const date = new Date(Date.now() + aheadMs).toUTCString();
    response.writeHead(200, { date, ...more }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    return await ofServer('a server', url, new AbortController().signal);
  } finally {
    server.close();
  }
}

test.each([0, 3_600_000, -90_000])('a server whose clock is %d ms ahead', async (aheadMs) => {
  const { ms, uncertainMs } = (await differenceTo(aheadMs))!;
  expect(Math.abs(ms - aheadMs)).toBeLessThanOrEqual(uncertainMs + 1);
  expect(uncertainMs).toBeGreaterThanOrEqual(500);
});

test('an answer from a cache', async () => {
  const { ms } = (await differenceTo(-3_600_000, { age: '3600' }))!;
  expect(Math.abs(ms)).toBeLessThan(5_000);
});

test('an answer without a date', async () => {
  expect(await differenceTo(0, { date: 'yesterday' })).toBeUndefined();
});

test.each<[string, Record<string, string>, string | undefined]>([
  ['none', { 'sources.list': '# deb http://deb.debian.org/debian bookworm main\n' }, undefined],
  [
    'one line',
    { 'sources.list': 'deb [arch=amd64] http://mirror.example/debian/ bookworm main\n' },
    'http://mirror.example/debian/',
  ],
  [
    'deb822, after an archive of something else',
    {
      'sources.list': 'deb https://packages.example/apt stable main\n',
      'sources.list.d/debian.sources':
        'Types: deb\n# http://snapshot.example/debian\nURIs: http://deb.debian.org/debian\nSuites: bookworm\n',
    },
    'http://deb.debian.org/debian/',
  ],
  ['only security updates', { 'sources.list': 'deb http://a.example/debian-security x main\n' }, undefined],
])('the archive in the settings of apt: %s', async (_name, files, expected) => {
  const folder = await mkdtemp(join(tmpdir(), 'apt-'));
  try {
    await mkdir(join(folder, 'sources.list.d'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    expect((await debianArchive(folder))?.href).toBe(expected);
  } finally {
    await rm(folder, { recursive: true });
  }
});
