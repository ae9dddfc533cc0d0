import { expect, test } from 'vitest';
import { parseEnv } from './env-schema.ts';

const good = {
  DATABASE_URL: 'postgresql://postgres:x@127.0.0.1:5432/dockerforml',
  SITE_URL: 'http://localhost:3000',
  AUTH_SECRET: 'a'.repeat(32),
  RUNNER_TOKEN: 'b'.repeat(32),
};

test('only the addresses and the secrets must be set', () => {
  const env = parseEnv(good);
  expect(env).toMatchObject(good);
  expect(env.RUN_ATTEMPTS_MAX).toBe(3);
});

test.each([
  ['a missing address', { SITE_URL: undefined }, 'SITE_URL'],
  ['a database other than PostgreSQL', { DATABASE_URL: 'mysql://x@y/z' }, 'DATABASE_URL'],
  ['a short secret', { AUTH_SECRET: 'a'.repeat(31) }, 'AUTH_SECRET'],
  ['an invalid number', { RUN_ATTEMPTS_MAX: 'three' }, 'RUN_ATTEMPTS_MAX'],
  ['a number that is not whole', { RUN_ATTEMPTS_MAX: '1.5' }, 'RUN_ATTEMPTS_MAX'],
])('the error names %s', (_name, change, variable) =>
  expect(() => parseEnv({ ...good, ...change })).toThrow(variable),
);

test('a secret is not repeated in the message', () => {
  expect(() => parseEnv({ ...good, RUNNER_TOKEN: 'hunter2' })).toThrow(/^(?!.*hunter2)/s);
});
