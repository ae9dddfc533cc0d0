import { readRunnerEnv } from '@dfm/sandbox-runner/env';
import { describe, expect, test } from 'vitest';
import { envSchema } from '../../lib/platform/env-schema.ts';
import { entriesOf, readDocument } from './markdown.ts';

/** The entries of the list, by variable. */
const entries = Map.groupBy(
  entriesOf(readDocument('docs/operators/configuration.md')),
  (entry) => /^`([A-Z_]+)` \(/.exec(entry)?.[1],
);

/** The variables that a runner reads, with their values if none is set. */
function runnerDefaults(): [string, unknown][] {
  const names = new Set<string>();
  const nothing = new Proxy(
    {},
    {
      get: (_, name) => {
        names.add(String(name));
        return undefined;
      },
    },
  );
  const values: Record<string, unknown> = readRunnerEnv(nothing);
  return [...names].filter((name) => /^[A-Z_]+$/.test(name)).map((name) => [name, values[name]]);
}

/** The variables of the site, with their values if only those that are required are set. */
function siteDefaults(): [string, unknown][] {
  const required = {
    DATABASE_URL: 'postgresql://postgres:x@127.0.0.1:5432/dockerforml',
    SITE_URL: 'http://localhost:3000',
    AUTH_SECRET: 'a'.repeat(32),
    RUNNER_TOKEN: 'b'.repeat(32),
  };
  const values: Record<string, unknown> = envSchema.parse(required);
  return Object.keys(envSchema.shape).map((name) => [name, name in required ? undefined : values[name]]);
}

/** Computed from the machine. */
const computed = ['RUNNER_NAME', 'SANDBOX_MAX', 'TERMINALS_AT_ONCE'];

describe.each([
  ['site', siteDefaults()],
  ['runner', runnerDefaults()],
])('docs/operators/configuration.md describes the variables of the %s', (_, defaults) => {
  test.each(defaults)('%s', (name, value) => {
    expect(entries.get(name)).toHaveLength(1);
    const isNone = value === undefined || (value instanceof Object && Object.keys(value).length === 0);
    // Paths depend on where the program is.
    if (isNone || computed.includes(name) || String(value).includes('/')) return;
    expect(entries.get(name)![0]).toContain(`(${String(value)})`);
  });
});
