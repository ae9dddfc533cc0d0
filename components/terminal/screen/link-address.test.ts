import { expect, test } from 'vitest';
import { printedLink } from './link-address.ts';

test.each([
  ['https://docs.docker.com/a?b#c', 'https://docs.docker.com/a?b#c', 'docs.docker.com'],
  ['http://localhost:8000', 'http://localhost:8000/', 'localhost:8000'],
  ['https://github.com@evil.example/', 'https://github.com@evil.example/', 'evil.example'],
  ['https://аpple.com/', 'https://xn--pple-43d.com/', 'xn--pple-43d.com'],
  ['HTTPS://A.example\u202e/x', undefined, undefined],
  ['https://a.example/\u202ex', 'https://a.example/%E2%80%AEx', 'a.example'],
  ['https://docker.com\u2044x@evil.example/', 'https://docker.com%E2%81%84x@evil.example/', 'evil.example'],
  ['https://docker.com:443@evil.example/', 'https://docker.com:443@evil.example/', 'evil.example'],
  ['https://docker.com\u3002evil.example/', 'https://docker.com.evil.example/', 'docker.com.evil.example'],
  ['https://docker.com%2eevil.example/', 'https://docker.com.evil.example/', 'docker.com.evil.example'],
  ['https:\\\\evil.example\\@docker.com', 'https://evil.example/@docker.com', 'evil.example'],
  ['https://dock\u200ber.com/', 'https://docker.com/', 'docker.com'],
  ['http://2130706433:8080/', 'http://127.0.0.1:8080/', '127.0.0.1:8080'],
  ['http://0x7f.1/', 'http://127.0.0.1/', '127.0.0.1'],
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
  'blob:https://a.example/x',
  'view-source:https://a.example/',
  'https://docker\u3000.com/',
  '//a.example',
  '/terminal',
  '',
])('is not opened: %j', (text) => expect(printedLink(text)).toBeUndefined());
