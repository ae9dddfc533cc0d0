import { beforeAll, describe, expect, test } from 'vitest';
import { fetchFromPlatform, isPrivate } from './fetch-from-platform.ts';

beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: 'postgres://localhost/none',
    SITE_URL: 'https://site.example',
    RUNNER_TOKEN: 'runner-token-of-the-tests-0123456789',
    AUTH_SECRET: 'auth-secret-of-the-tests-0123456789',
  });
});

describe('an address is private', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a00:1',
    'fd00::1',
    'fe80::1',
    'ff02::1',
  ])('%s', (address) => expect(isPrivate(address)).toBe(true));

  test.each([
    '1.1.1.1',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '193.0.0.1',
    '2606:4700::1111',
    '::ffff:1.1.1.1',
  ])('but not %s', (address) => expect(isPrivate(address)).toBe(false));
});

describe('nothing is fetched', () => {
  test.each([
    'https://10.0.0.1/keys',
    'https://[::1]/keys',
    'https://[::ffff:127.0.0.1]/keys',
    'https://2130706433/keys',
    'https://0x7f.1/keys',
    // A name that leads there.
    'https://localhost:9/keys',
  ])('from %s', async (address) => {
    await expect(fetchFromPlatform(address)).rejects.toThrow('private network');
  });

  test.each(['http://lms.example/keys', 'http://localhost/keys', 'file:///etc/passwd', 'keys'])(
    'from %s, without encryption',
    async (address) => {
      await expect(fetchFromPlatform(address)).rejects.toThrow('does not begin with https://');
    },
  );
});
