import { expect, test } from 'vitest';
import { printedLink } from './link-address.ts';

test.each([
  ['https://docs.docker.com/a?b#c', 'https://docs.docker.com/a?b#c', 'docs.docker.com'],
  ['http://localhost:8000', 'http://localhost:8000/', 'localhost:8000'],
  ['https://github.com@evil.example/', 'https://github.com@evil.example/', 'evil.example'],
  ['https://аpple.com/', 'https://xn--pple-43d.com/', 'xn--pple-43d.com'],
  ['HTTPS://A.example\u202e/x', undefined, undefined],
  ['https://a.example/\u202ex', 'https://a.example/%E2%80%AEx', 'a.example'],
])('%s', (text, address, host) => {
  expect(printedLink(text)).toEqual(address === undefined ? undefined : { address, host });
});

test.each([
  'javascript:alert(1)',
  ' JavaScript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'vscode://x',
  '//a.example',
  '/terminal',
  '',
])('is not opened: %j', (text) => expect(printedLink(text)).toBeUndefined());
