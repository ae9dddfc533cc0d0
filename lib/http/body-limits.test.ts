import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PAGE_BODY_MAX_BYTES, bodyLimitOf, bodyLimits } from './body-limits.ts';

const app = join(import.meta.dirname, '../../app');
const routes = globSync('**/route.ts', { cwd: app }).map((file) => `/${file.replace(/\/route\.ts$/, '')}`);

test('every route handler has a limit, and every limit has a route handler', () => {
  expect(routes.length).toBeGreaterThan(15);
  expect(Object.keys(bodyLimits).sort()).toEqual(routes.sort());
});

describe('the limit of an address', () => {
  test.each(Object.entries(bodyLimits))('%s: %i bytes', (route, maxBytes) => {
    const address = route
      .replace('[...all]', 'sign-in/anonymous')
      .replaceAll(/\[\w+\]/g, '01a1fca7-1082-722a-aa46-3aa38918a288');
    expect(bodyLimitOf(address)).toBe(maxBytes);
  });

  test.each([
    '/',
    '/exercises/golf',
    '/api',
    '/api/runs/',
    '/api/runs/x/y',
    '/API/RUNS',
    '/api//runs',
    '/api/%72uns',
    '/api/runs%2f',
    'http://site.test/api/runs',
    '/api/runner/runs/x/result/',
    '/x/api/runs',
    '/search-index_json',
    '',
  ])('%j is not a route, so the limit of a page applies', (address) => {
    expect(bodyLimitOf(address)).toBe(PAGE_BODY_MAX_BYTES);
  });
});
