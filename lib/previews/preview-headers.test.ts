import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import { headersToBrowser, headersToSandbox } from './preview-headers.ts';

const host = 'abc.localhost:3000';
const toSandbox = (headers: IncomingHttpHeaders, isUpgrade = false) =>
  headersToSandbox({ host: '127.0.0.1:3000', ...headers }, { host, protocol: 'https', isUpgrade });
const always = { host, 'x-forwarded-host': host, 'x-forwarded-proto': 'https' };

describe('what a program in the sandbox gets', () => {
  test.each<[what: string, headers: IncomingHttpHeaders, passed: object]>([
    ['its own headers', { accept: '*/*', 'x-own': '1' }, { accept: '*/*', 'x-own': '1' }],
    ['its own cookies', { cookie: 'a=1; b=2' }, { cookie: 'a=1; b=2' }],
    ['not what lets in', { cookie: 'a=1; dfm.preview=x;__Host-dfm.preview=y ; b=2' }, { cookie: 'a=1; b=2' }],
    ['no empty cookie', { cookie: 'dfm.preview=x' }, {}],
    ['near miss of the name', { cookie: 'dfm.previews=1' }, { cookie: 'dfm.previews=1' }],
    [
      'not who the browser is',
      { 'x-forwarded-for': '1.2.3.4', 'x-real-ip': '1.2.3.4', forwarded: 'for=1.2.3.4' },
      {},
    ],
    [
      'not what belongs to the connection',
      { connection: 'close, X-Own', 'x-own': '1', 'keep-alive': '5', te: 'trailers', upgrade: 'h2c' },
      {},
    ],
    ['not a password for a proxy', { 'proxy-authorization': 'Basic x' }, {}],
    ['a password of its own', { authorization: 'Basic x' }, { authorization: 'Basic x' }],
    ['no wait for a permission to send', { expect: '100-continue' }, {}],
    ['a body in pieces', { 'transfer-encoding': 'gzip, chunked' }, { 'transfer-encoding': 'chunked' }],
    [
      'the length of a body, whatever the connection names',
      { connection: 'Content-Length', 'content-length': '3' },
      { 'content-length': '3' },
    ],
    ['not another host', { 'x-forwarded-host': 'evil.test' }, {}],
  ])('%s', (_what, headers, passed) => expect(toSandbox(headers)).toEqual({ ...always, ...passed }));

  test('a WebSocket is asked for', () =>
    expect(toSandbox({ connection: 'keep-alive, Upgrade', upgrade: 'websocket' }, true)).toEqual({
      ...always,
      connection: 'Upgrade',
      upgrade: 'websocket',
    }));
});

const toBrowser = (headers: IncomingHttpHeaders) => headersToBrowser(headers, { host, port: 8000 });
const added = {
  'referrer-policy': 'same-origin',
  'content-security-policy': "frame-ancestors 'self'",
  'cache-control': 'private',
};

describe('what a browser gets', () => {
  test.each<[what: string, headers: IncomingHttpHeaders, passed: object]>([
    [
      'headers of the program',
      { 'content-type': 'text/html', etag: '1' },
      { 'content-type': 'text/html', etag: '1' },
    ],
    ['a cookie', { 'set-cookie': ['a=1; Path=/; HttpOnly'] }, { 'set-cookie': ['a=1; Path=/; HttpOnly'] }],
    [
      'no cookie for another host',
      { 'set-cookie': ['a=1; Domain=localhost; Path=/', 'b=2; DOMAIN = .example;Secure', 'c=3;domain'] },
      { 'set-cookie': ['a=1; Path=/', 'b=2;Secure', 'c=3'] },
    ],
    ['a value that only looks like it', { 'set-cookie': ['domain=x'] }, { 'set-cookie': ['domain=x'] }],
    ['not what lets in', { 'set-cookie': ['dfm.preview=x', ' __Host-dfm.preview=; Max-Age=0'] }, {}],
    [
      'nothing that outlives the preview or reaches its neighbours',
      {
        'strict-transport-security': 'max-age=1; includeSubDomains',
        'clear-site-data': '"*"',
        'alt-svc': 'h3=":443"',
        nel: '{}',
        'report-to': '{}',
      },
      {},
    ],
    [
      'not what belongs to the connection',
      { connection: 'close', 'transfer-encoding': 'chunked', trailer: 'x', upgrade: 'h2c' },
      {},
    ],
    [
      'a policy of the program, and ours',
      { 'content-security-policy': "frame-ancestors 'self' *" },
      { 'content-security-policy': "frame-ancestors 'self' *, frame-ancestors 'self'" },
    ],
    [
      'nothing that a cache of several people keeps',
      { 'cache-control': 'public, max-age=60' },
      { 'cache-control': 'public, max-age=60, private' },
    ],
    [
      'no command for a reverse proxy',
      { 'x-accel-redirect': '/secret', 'x-sendfile': '/secret', 'surrogate-control': 'max-age=60' },
      {},
    ],
    [
      'the length of a body, whatever the connection names',
      { connection: 'Content-Length', 'content-length': '3' },
      { 'content-length': '3' },
    ],
    [
      'a referrer policy of the program',
      { 'referrer-policy': 'no-referrer' },
      { 'referrer-policy': 'no-referrer' },
    ],
  ])('%s', (_what, headers, passed) => expect(toBrowser(headers)).toEqual({ ...added, ...passed }));

  test.each([
    ['/docs', '/docs'],
    ['docs?x=1#y', 'docs?x=1#y'],
    ['http://localhost:8000/docs?x=1#y', '/docs?x=1#y'],
    ['https://127.0.0.1:8000', '/'],
    ['http://0.0.0.0:8000/a', '/a'],
    ['http://[::1]:8000/a', '/a'],
    // With https in front of the site, a program still gets http.
    [`http://${host}/a`, '/a'],
    ['http://localhost:8000//evil.test/', '/evil.test/'],
    // Near misses.
    ['http://localhost:8001/a', 'http://localhost:8001/a'],
    ['http://localhost/a', 'http://localhost/a'],
    ['https://example.com/a', 'https://example.com/a'],
    ['http://localhost.example:8000/a', 'http://localhost.example:8000/a'],
    ['//example.com/a', '//example.com/a'],
    ['ftp://localhost:8000/a', 'ftp://localhost:8000/a'],
  ])('a redirect to %s leads to %s', (location, expected) =>
    expect(toBrowser({ location })).toMatchObject({ location: expected }),
  );
});
