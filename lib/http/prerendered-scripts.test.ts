import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prerenderedScripts, scriptSources } from './prerendered-scripts.ts';

// echo -n 'alert(1)' | openssl dgst -sha256 -binary | base64
const alertOne = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";

test.each([
  ['an inline script', '<script>alert(1)</script>', [alertOne]],
  [
    'with attributes, twice',
    '<script id="a">alert(1)</script><p></p><script async>alert(1)</script>',
    [alertOne],
  ],
  ['a script file', '<script src="/a.js" async></script>', []],
  ['near miss: an attribute that ends in src', '<script data-src="/a.js">alert(1)</script>', [alertOne]],
  ['no script', '<p>script</p>', []],
])('%s', (_, html, expected) => expect(scriptSources(html)).toEqual(expected));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prerendered-'));
  for (const name of ['index', 'course', '_not-found'])
    await writeFile(join(folder, `${name}.html`), '<script>alert(1)</script>');
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['/', [alertOne]],
  ['/course', [alertOne]],
  ['/course/', [alertOne]],
  ['/_not-found', [alertOne]],
  ['/exercises/cache-order', undefined],
  ['/../course', undefined],
  ['/%2e%2e/course', undefined],
])('scripts of %s', async (path, expected) =>
  expect(await prerenderedScripts(folder, path)).toEqual(expected),
);
