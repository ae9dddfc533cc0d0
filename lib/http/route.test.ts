import { globSync, readFileSync } from 'node:fs';
import { beforeEach, expect, test, vi } from 'vitest';
import { openRoute, route } from './route.ts';

beforeEach(() => {
  vi.stubEnv('DATABASE_URL', 'postgresql://localhost/x');
  vi.stubEnv('SITE_URL', 'https://course.example');
  vi.stubEnv('AUTH_SECRET', 'a'.repeat(32));
  vi.stubEnv('RUNNER_TOKEN', 'b'.repeat(32));
});

const handler = async () => new Response('done');
const request = (method: string, origin: string) =>
  new Request('https://course.example/api/runs', { method, headers: { origin } });

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
  '%s from a page of a different site is rejected',
  async (method) => {
    expect((await route(handler)(request(method, 'https://evil.example'), {})).status).toBe(403);
  },
);

test.each([
  ['near miss: POST from a page of this site', route, request('POST', 'https://course.example')],
  ['near miss: GET from a page of a different site', route, request('GET', 'https://evil.example')],
  ['near miss: an open route', openRoute, request('POST', 'https://evil.example')],
])('%s is handled', async (_, wrap, sent) => {
  expect(await (await wrap(handler)(sent, {})).text()).toBe('done');
});

// Those that answer without errors and without cookies.
const unwrapped = ['app/healthz/route.ts', 'app/readyz/route.ts', 'app/search-index.json/route.ts'];

// The library for sign-ins, and what an LMS sends, check by themselves where a request comes from.
const open = [
  'app/api/auth/sign-in/anonymous/route.ts',
  'app/api/lti/deep-link/route.ts',
  'app/api/lti/launch/route.ts',
  'app/api/lti/login/route.ts',
];

test.each(globSync('app/**/route.ts'))('%s uses a wrapper, the open one only where it says so', (file) => {
  const wrappers =
    readFileSync(file, 'utf8').match(/\b(?:route|openRoute|runnerRoute|gitRoute)(?=[<(])/g) ?? [];
  expect(new Set(wrappers)).toEqual(new Set(unwrapped.includes(file) ? [] : [wrapperOf(file)]));
});

function wrapperOf(file: string): string {
  if (file.startsWith('app/api/runner/')) return 'runnerRoute';
  if (file.startsWith('app/content.git/')) return 'gitRoute';
  return open.includes(file) ? 'openRoute' : 'route';
}
