import { expect, test } from 'vitest';
import { isOlder } from './version.ts';

test.each<[string, string, boolean]>([
  ['20.10.24+dfsg1', '29.5.1', true],
  ['29.5.0', '29.5.1', true],
  ['29.5', '29.5.1', true],
  ['29.5.1', '29.5.1', false],
  ['29.5.1-rc.1', '29.5.1', false],
  ['29.10.0', '29.5.1', false],
  ['30.0.0', '29.5.1', false],
  ['v28.9.9', '29.5.1', true],
  ['unknown', '29.5.1', false],
])('%s is older than %s: %s', (version, than, older) => {
  expect(isOlder(version, than)).toBe(older);
});
