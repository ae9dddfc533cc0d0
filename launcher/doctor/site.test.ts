import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { strangerTitle } from '../../lib/http/preview-host.ts';
import { examinedWith } from './examined.ts';
import { NotChecked } from './finding.ts';
import { certificateOf, ignoredProxyFindings, previewFindings, proxyFindings, site } from './site.ts';

let server: Server | undefined;
afterEach(() => server?.close());

const { signal } = new AbortController();

async function serverWith(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs the whole check on a machine that has only a node. */
const found = async (url: string, more: Record<string, string> = {}) => {
  const variables = { SITE_URL: url, DATA_DIR: '/nowhere', ...more };
  const findings = await site.run(examinedWith(variables, false), signal);
  return findings.map(({ result, saw }) => `${result}: ${saw}`);
};

describe('what answers', () => {
  const json =
    (status: number, body: unknown): RequestListener =>
    ({ url }, response) =>
      void response.writeHead(url === '/readyz' ? status : 404).end(JSON.stringify(body));

  test.each<[string, RequestListener, RegExp]>([
    ['a site', json(200, { ok: true, reasons: [], runners: 2 }), /^good: .* answers and is ready$/],
    ['a site without runners', json(200, { ok: true, reasons: [], runners: 0 }), /^warning: .*no runner/],
    [
      'a site without its database',
      json(503, { ok: false, reasons: ['the database does not respond'] }),
      /^problem: the site is not ready: the database does not respond$/,
    ],
    [
      'something else',
      json(200, { status: 'up' }),
      /^problem: what answers .* is not the site \(status 200\)$/,
    ],
    [
      'a page of a proxy',
      (_request, response) => void response.writeHead(502).end('<h1>Bad'),
      /\(status 502\)$/,
    ],
    [
      'a redirect',
      (_request, response) =>
        void response.writeHead(301, { location: 'https://www.a.example/readyz' }).end(),
      /^problem: .* redirects to https:\/\/www\.a\.example$/,
    ],
  ])('%s', async (_name, answer, expected) => {
    expect(await found(await serverWith(answer))).toEqual([expect.stringMatching(expected)]);
  });

  test('nothing, where it should be', async () => {
    const url = await serverWith(() => {});
    server?.close();
    expect(await found(url)).toEqual([
      expect.stringMatching(/^problem: .*cannot be reached: .*ECONNREFUSED/),
    ]);
  });

  test('something else, and nothing, where no site may have been started', async () => {
    const { port } = new URL(await serverWith((_request, response) => void response.end('{"status":"up"}')));
    const unset = examinedWith({ PORT: port, DATA_DIR: '/nowhere' }, false);
    await expect(site.run(unset, signal)).rejects.toThrow('something else answers');
    server?.close();
    const failure = await site.run(unset, signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NotChecked);
    expect(failure).toMatchObject({ message: expect.stringContaining('no site answers') });
  });
});

test.each<[string, string, string | undefined, RegExp | undefined]>([
  ['https behind a proxy', 'https://a.example', '127.0.0.1, 10.0.0.0/8', undefined],
  ['https without a trusted proxy', 'https://a.example', undefined, /^problem: .*limits of one network/],
  ['https with an empty list', 'https://a.example', ' ', /^problem/],
  ['every IPv4 address', 'https://a.example', '10.0.0.1,0.0.0.0/0', /^problem: .*every address/],
  ['every IPv6 address', 'https://a.example', '::/0', /^problem: .*every address/],
  ['half of them', 'https://a.example', '10.0.0.0/8', undefined],
  ['http', 'http://a.example', undefined, /^warning: .*unencrypted/],
  ['http on this machine', 'http://localhost:3000', undefined, undefined],
])('proxies: %s', (_name, url, proxies, expected) => {
  const findings = proxyFindings(new URL(url), { TRUSTED_PROXIES: proxies });
  expect(findings.map(({ result, saw }) => `${result}: ${saw}`)).toEqual(
    expected === undefined ? [] : [expect.stringMatching(expected)],
  );
});

test.each<[string, string | undefined, number, unknown, string[]]>([
  ['no proxy', '127.0.0.1', 200, { ignored: null }, []],
  [
    'a proxy that is not in the list',
    '127.0.0.1',
    200,
    { ignored: '172.18.0.5' },
    [expect.stringContaining('connects from 172.18.0.5, which TRUSTED_PROXIES does not contain')],
  ],
  ['a proxy, with an empty list', undefined, 200, { ignored: '172.18.0.5' }, []],
  ['a site with a different token', '127.0.0.1', 401, { error: { code: 'unauthorized' } }, []],
  [
    'JSON of something else',
    '127.0.0.1',
    200,
    { status: 'up' },
    [expect.stringMatching(/\/api\/runner\/proxy is not the site \(status 200\)$/)],
  ],
])('the headers of a proxy are ignored: %s', async (_name, TRUSTED_PROXIES, status, body, expected) => {
  const tokens: (string | undefined)[] = [];
  const url = await serverWith(({ headers }, response) => {
    tokens.push(headers.authorization);
    response.writeHead(status).end(JSON.stringify(body));
  });
  const variables = { RUNNER_TOKEN: 't'.repeat(32), DATA_DIR: '/nowhere', TRUSTED_PROXIES };
  const findings = await ignoredProxyFindings(new URL(url), examinedWith(variables, false), signal);
  expect(findings.map(({ saw }) => saw)).toEqual(expected);
  expect(tokens).toEqual(TRUSTED_PROXIES === undefined ? [] : [`Bearer ${'t'.repeat(32)}`]);
});

test.each<[string, RequestListener, RegExp]>([
  [
    'a page',
    (_request, response) => void response.end('<!doctype html><title>Welcome</title>'),
    /^problem: what answers at .*\/api\/runner\/proxy is not the site \(status 200\)$/,
  ],
  [
    'a closed connection',
    ({ socket }) => void socket.destroy(),
    /^problem: .*\/api\/runner\/proxy cannot be reached: /,
  ],
])('a proxy answers runners with %s, which is one finding', async (_name, answer, expected) => {
  const ready = JSON.stringify({ ok: true, reasons: [], runners: 1 });
  const SITE_URL = await serverWith((request, response) =>
    request.url === '/readyz' ? void response.end(ready) : answer(request, response),
  );
  const variables = { SITE_URL, RUNNER_TOKEN: 't'.repeat(32), TRUSTED_PROXIES: '127.0.0.1' };
  const examined = examinedWith({ ...variables, DATABASE_URL: 'postgresql://a.example/course' }, false);
  const findings = (await site.run(examined, signal)).map(({ result, saw }) => `${result}: ${saw}`);
  // The check goes on to previews.
  expect(findings).toEqual([
    expect.stringMatching(expected),
    expect.stringMatching(/is not the site's previews|previews cannot be reached/),
  ]);
});

test('a certificate that cannot be read is one finding', async () => {
  const { port } = new URL(await serverWith(() => {}));
  const [finding, ...others] = await certificateOf(new URL(`https://127.0.0.1:${port}`), signal);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    result: 'warning',
    saw: expect.stringMatching(/^the certificate of 127\.0\.0\.1:\d+ could not be read: /),
  });
});

describe('previews', () => {
  const previews = async (url: string, domain?: string) =>
    (await previewFindings(new URL(url), { PREVIEW_DOMAIN: domain }, signal)).map(({ saw }) => saw);

  test('the site answers for every name below the domain', async () => {
    const hosts: (string | undefined)[] = [];
    const url = await serverWith(({ headers }, response) => {
      hosts.push(headers.host);
      response.writeHead(404).end(`<h1>${strangerTitle}</h1>`);
    });
    expect(await previews(url)).toEqual([]);
    expect(hosts).toEqual([`doctor.localhost:${new URL(url).port}`]);
  });

  test('the proxy does not pass on the host, so the site shows a page of its own', async () => {
    const url = await serverWith(
      (_request, response) => void response.writeHead(404).end('<h1>Not found</h1>'),
    );
    expect(await previews(url)).toEqual([expect.stringContaining("is not the site's previews (status 404)")]);
  });

  test('the domain has no address', async () => {
    expect(await previews('http://127.0.0.1:1', 'previews.invalid')).toEqual([
      expect.stringMatching(/^previews cannot be reached at \*\.previews\.invalid: /),
    ]);
  });

  test('the domain is not allowed', async () => {
    expect(await previews('https://course.example', 'preview.course.example')).toEqual([
      expect.stringContaining('could set cookies'),
    ]);
  });

  test('there are none', async () => expect(await previews('https://course.example')).toEqual([]));
});
