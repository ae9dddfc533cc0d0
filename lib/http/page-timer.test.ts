import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type TimedPage, pageAreas, pageRequestOf, pageTimer, timePage } from './page-timer.ts';

const html = { accept: 'text/html,application/xhtml+xml' };
afterEach(() => {
  delete pageTimer().observe;
});

test.each([
  ['GET', '/', html, { kind: 'page', area: 'home' }],
  ['GET', '/?a=b', html, { kind: 'page', area: 'home' }],
  ['GET', '/lessons/layers?from=course', html, { kind: 'page', area: 'lessons' }],
  ['GET', '/teach', { rsc: '1', accept: '*/*' }, { kind: 'navigation', area: 'teach' }],
  ['POST', '/account', { 'next-action': 'x' }, { kind: 'action', area: 'account' }],
  ['POST', '/account', {}, { kind: 'action', area: 'account' }],
  ['GET', '/wp-login.php', html, { kind: 'page', area: 'other' }],
  ['GET', '/lessonsx', html, { kind: 'page', area: 'other' }],
  ['GET', '/icon.svg', { accept: 'image/*' }, undefined],
  ['GET', '/lessons', {}, undefined],
  ['HEAD', '/lessons', html, undefined],
  ['GET', '/api/runs', html, undefined],
  ['GET', '/_next/static/a.js', { accept: '*/*' }, undefined],
  ['POST', '/content.git/git-upload-pack', {}, undefined],
])('%s %s with %j is %j', (method, url, headers, expected) => {
  expect(pageRequestOf({ method, url, headers })).toEqual(expected);
});

test('every folder of pages is an area', () => {
  const app = join(import.meta.dirname, '../../app');
  const hasPage = (folder: string): boolean =>
    existsSync(join(folder, 'page.tsx')) ||
    readdirSync(folder, { withFileTypes: true }).some(
      (entry) => entry.isDirectory() && hasPage(join(folder, entry.name)),
    );
  const folders = readdirSync(app, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const withPages = folders.map(({ name }) => name).filter((name) => hasPage(join(app, name)));
  expect([...pageAreas].toSorted()).toEqual(withPages.toSorted());
});

test.each([
  [
    'a head that is written',
    (response: ServerResponse) => response.writeHead(404, { a: 'b' }).end('no'),
    404,
  ],
  [
    'headers that go with the first bytes',
    (response: ServerResponse) => {
      response.statusCode = 500;
      response.end('failed');
    },
    500,
  ],
])('the time until %s is measured once', async (_what, answer, status) => {
  const pages: TimedPage[] = [];
  pageTimer().observe = (page) => pages.push(page);
  const server = createServer((request, response) => {
    timePage(request, response);
    setTimeout(() => answer(response), 30);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/labs`;
  const response = await fetch(address, { headers: html });
  expect([response.status, await response.text()]).toEqual([status, status === 404 ? 'no' : 'failed']);
  server.close();
  expect(pages).toEqual([{ kind: 'page', area: 'labs', status, seconds: expect.any(Number) }]);
  expect(pages[0]!.seconds).toBeGreaterThanOrEqual(0.029);
});
