import { beforeAll, expect, test, vi } from 'vitest';
import { labelOf, originOf } from './preview-address.ts';
import { useTicket, ticketFor, visitCookie, visitOf } from './visit.ts';

/** The only test with a domain of its own and https: the site's other tests are at localhost. */
beforeAll(() => {
  vi.stubEnv('SITE_URL', 'https://course.example');
  vi.stubEnv('PREVIEW_DOMAIN', 'previews.test');
  vi.stubEnv('DATABASE_URL', 'postgresql://localhost/none');
  vi.stubEnv('AUTH_SECRET', 'auth-secret-of-the-tests-0123456789');
  vi.stubEnv('RUNNER_TOKEN', 'runner-token-of-the-tests-0123456789');
});

const visit = { sessionId: 'session', port: 8000, loginId: 'login' };

test('an origin below the domain, with the protocol of the site', () =>
  expect(originOf(visit)).toBe(`https://${labelOf(visit)}.previews.test`));

test('with https, no other host can set the cookie', () => {
  const cookie = visitCookie(visit);
  expect(cookie).toMatch(/^__Host-dfm\.preview=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  const [pair] = cookie.split(';');
  expect(visitOf(labelOf(visit), pair)).toEqual(visit);
  // A page of a different preview may set a cookie with the name for http.
  expect(visitOf(labelOf(visit), pair!.replace('__Host-', ''))).toBeUndefined();
});

test.each([
  ['a different port', { ...visit, port: 8001 }],
  ['a different session', { ...visit, sessionId: 'another' }],
])('the host of %s accepts neither cookie nor ticket', (_what, other) => {
  expect(labelOf(other)).not.toBe(labelOf(visit));
  expect(visitOf(labelOf(other), visitCookie(visit).split(';')[0])).toBeUndefined();
  expect(useTicket(labelOf(other), ticketFor(visit))).toBeUndefined();
});
