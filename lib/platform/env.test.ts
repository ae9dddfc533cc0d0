import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { envSchema, parseEnv } from './env.ts';

const good = {
  DATABASE_URL: 'postgresql://postgres:x@127.0.0.1:5432/dockerforml',
  SITE_URL: 'http://localhost:3000',
  AUTH_SECRET: 'a'.repeat(32),
  RUNNER_TOKEN: 'b'.repeat(32),
};

test('uses defaults for variables that are not set', () => {
  expect(parseEnv(good)).toEqual({
    ...good,
    RUN_HEARTBEAT_TIMEOUT_SECONDS: 20,
    RUN_ATTEMPTS_MAX: 3,
    RUN_ACTIVE_PER_LEARNER: 3,
    RUN_QUEUE_MAX: 500,
    RUNNER_SEEN_WITHIN_SECONDS: 60,
    LEARNERS_PER_NETWORK_PER_HOUR: 300,
    SUBMISSIONS_PER_NETWORK_PER_HOUR: 2_000,
    SIGN_INS_PER_NETWORK_PER_HOUR: 600,
    QUEUED_RUNS_PER_NETWORK: 150,
    STORED_MB_PER_NETWORK: 2_000,
    CANCELLED_RUNS_KEPT_HOURS: 24,
    RUN_EVENTS_KEPT_DAYS: 30,
    UNUSED_LEARNERS_KEPT_DAYS: 7,
  });
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

const guide = readFileSync(join(import.meta.dirname, '../../docs/operators.md'), 'utf8');

test.each(Object.keys(envSchema.shape))('docs/operators.md describes %s in its table', (variable) => {
  expect(guide.split('\n').filter((line) => line.startsWith('|'))).toContainEqual(
    expect.stringContaining(`\`${variable}\``),
  );
});
