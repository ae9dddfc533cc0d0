import { execFileSync } from 'node:child_process';
import { afterEach, expect, test, vi } from 'vitest';
import { fetchJson } from './fetch-json.ts';

afterEach(() => vi.unstubAllGlobals());

const respondWith = (status: number, body: string) =>
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })));
const due = () => fetchJson('/review/due', (api) => api.dueCardsSchema);

test('returns what matches the schema, without other fields', async () => {
  respondWith(200, '{"due":3,"added":1}');
  expect(await due()).toEqual({ due: 3 });
});

test.each([
  ['a body that does not match', 200, '{"due":"3"}'],
  ['near miss: a body that matches, but an error', 500, '{"due":3}'],
])('%s is nothing', async (_, status, body) => {
  respondWith(status, body);
  expect(await due()).toBeUndefined();
});

test.each([
  ['a body that is not JSON', () => respondWith(200, '<html>')],
  ['no connection', () => vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))],
])('%s is an error', async (_, respond) => {
  respond();
  await expect(due()).rejects.toThrow();
});

test('zod does not compile schemas, which the Content-Security-Policy forbids', () => {
  // Decided when the first schema of an object is created, so in a process of its own.
  const program = `
    const { loadContract } = await import('./load-contract.ts');
    await loadContract();
    const { util } = await import('zod/mini');
    console.log(util.allowsEval.value);`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  expect(printed).toBe('false\n');
});
