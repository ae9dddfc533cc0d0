import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { certificateExpiry, certificateFindings } from './certificate.ts';
import { examinedWith } from './examined.ts';
import { site } from './site.ts';

const now = Date.parse('2026-11-26T12:00:00Z');
const hours = (count: number) => now + count * 60 * 60_000;

test.each<[string, number, RegExp | undefined]>([
  ['a month before', hours(30 * 24), undefined],
  ['two weeks before', hours(14 * 24), undefined],
  ['less than two weeks before', hours(14 * 24 - 1), /^warning: .* of a\.example expires in 13 days$/],
  ['on the last day', hours(5), /^warning: .* expires in 5 hours$/],
  ['at the end', hours(0), /^problem: .* expired/],
  ['three days later', hours(-72), /^problem: .* expired 3 days ago$/],
])('the certificate expires: %s', (_name, expiry, expected) => {
  const found = certificateFindings({ host: 'a.example' }, expiry, now);
  expect(found.map(({ result, saw }) => `${result}: ${saw}`)).toEqual(
    expected === undefined ? [] : [expect.stringMatching(expected)],
  );
});

const { signal } = new AbortController();
let server: Server | undefined;
afterEach(() => {
  vi.useRealTimers();
  server?.close();
});

/** A server with a certificate that nobody vouches for. */
async function serverWith(days: number): Promise<URL> {
  const folder = mkdtempSync(join(tmpdir(), 'dfm-certificate-'));
  const [key, cert] = ['key', 'cert'].map((name) => join(folder, name)) as [string, string];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=a'],
      ...['-days', String(days), '-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  );
  server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }).listen(0, '127.0.0.1');
  rmSync(folder, { recursive: true });
  await once(server, 'listening');
  return new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

test('the date is read from the server without a check of who signed the certificate', async () => {
  const expiry = await certificateExpiry(await serverWith(5), signal);
  const daysLeft = (expiry - Date.now()) / (24 * 60 * 60_000);
  expect(daysLeft).toBeGreaterThan(4.9);
  expect(daysLeft).toBeLessThanOrEqual(5);
});

test.each<[string, number, RegExp]>([
  ['while it lasts', 0, /^problem: .* cannot be reached: self-signed certificate/],
  ['once it has expired', 31, /^problem: the certificate of 127\.0\.0\.1:\d+ expired 24 hours ago$/],
])('why the site cannot be reached: %s', async (_name, days, expected) => {
  const { href: SITE_URL } = await serverWith(30);
  vi.setSystemTime(Date.now() + days * 24 * 60 * 60_000);
  const found = await site.run(examinedWith({ SITE_URL, DATA_DIR: '/nowhere' }, false), signal);
  expect(found.map(({ result, saw }) => `${result}: ${saw}`)).toEqual([expect.stringMatching(expected)]);
});
