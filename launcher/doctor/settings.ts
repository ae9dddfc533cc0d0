import { readRunnerEnv } from '@dfm/sandbox-runner/env';
import { parseTrustedProxies } from '../../lib/http/client-address.ts';
import { envSchema } from '../../lib/platform/env-schema.ts';
import type { Check } from './check.ts';
import type { Variables } from './examined.ts';
import { type Finding, good, messageOf, problem } from './finding.ts';

/** The environment variables of the site and the runner, as far as they are set. */
export const settings: Check = {
  name: 'settings',
  about: 'environment variables of the site and the runner',
  run: async ({ variables }) => settingsFindings(variables),
};

/** What `npm start` sets if it is not set. */
const made = {
  SITE_URL: 'http://localhost:3000',
  DATABASE_URL: 'postgresql://localhost/dockerforml',
  AUTH_SECRET: 'x'.repeat(32),
  RUNNER_TOKEN: 'x'.repeat(32),
};

export function settingsFindings(variables: Variables): Finding[] {
  const advice =
    'Correct it where the site and the runner are started: docs/operators/configuration.md lists all variables.';
  const findings: Finding[] = [];
  const attempt = (read: () => unknown) => {
    try {
      read();
    } catch (error) {
      findings.push(problem(messageOf(error).replaceAll(/\s*\n\s*/g, ' '), advice));
    }
  };
  attempt(() => readRunnerEnv(variables));
  const { error } = envSchema.safeParse({ ...made, ...variables });
  for (const { path, message } of error?.issues ?? [])
    findings.push(problem(`${path.join('.')}: ${message}`, advice));
  attempt(() => parseTrustedProxies(variables.TRUSTED_PROXIES ?? ''));
  const names = ['DATA_DIR', 'DOCKER_SOCKET', 'SHELF_DIR', ...Object.keys(envSchema.shape)];
  const set = new Set(names.filter((name) => variables[name] !== undefined));
  return findings.length > 0
    ? findings
    : [good(set.size === 0 ? 'none is set' : `${set.size} set, all valid: ${[...set].join(', ')}`)];
}
