import { expect, test } from 'vitest';
import { isRenderedNow, setRenderedNow } from './prerender-bypass.ts';

test.each<[name: string, cookie: string | undefined, key: string | undefined, after: string | undefined]>([
  ['adds the key', undefined, 'k', '__prerender_bypass=k'],
  ['keeps other cookies', 'a=1; b=2', 'k', 'a=1; b=2; __prerender_bypass=k'],
  ['drops what the client sent', '__prerender_bypass=guess', undefined, undefined],
  ['drops it between others', 'a=1; __prerender_bypass=guess; b=2', undefined, 'a=1; b=2'],
  ['replaces it', '__prerender_bypass=guess', 'k', '__prerender_bypass=k'],
  ['keeps a name that only begins like it', '__prerender_bypassed=1', undefined, '__prerender_bypassed=1'],
  ['changes nothing', 'a=1', undefined, 'a=1'],
])('%s', (_name, cookie, key, after) => {
  const headers = cookie === undefined ? {} : { cookie };
  setRenderedNow(headers, key);
  expect(headers).toEqual(after === undefined ? {} : { cookie: after });
  expect(isRenderedNow(after)).toBe(key !== undefined);
});
