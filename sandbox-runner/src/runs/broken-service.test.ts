import { expect, test } from 'vitest';
import type { ContainerState } from '../engine/containers.ts';
import { judgeFrozen } from './broken-service.ts';

type Health = NonNullable<ContainerState['health']>;
const timing = { intervalMs: 2_000, timeoutMs: 3_000, retries: 3 };
const stoppedAtMs = 100_000;
/** A check that began and ended so many milliseconds after the stop. */
const check = (start: number, end: number, exitCode: number) => ({ startMs: stoppedAtMs + start, endMs: stoppedAtMs + end, exitCode, output: '' });
const healthy = (...probes: Health['probes']): Health => ({ status: 'healthy', probes });

test.each<[name: string, health: Health | undefined, elapsedMs: number, expected: object | undefined]>([
  ['unhealthy', { status: 'unhealthy', probes: [check(2_000, 5_000, -1)] }, 14_000, { verdict: 'noticed', ms: 14_000, slowestMs: 15_000 }],
  ['a check of the stopped service passes', healthy(check(1_000, 1_080, 0)), 1_200, { verdict: 'missed', ms: 1_080 }],
  ['a check began with the stop, and passes', healthy(check(0, 50, 0)), 200, { verdict: 'missed', ms: 50 }],
  ['a check began before the stop and ended after it', healthy(check(-1, 40, 0)), 200, undefined],
  ['checks before the stop passed', healthy(check(-2_000, -1_950, 0)), 200, undefined],
  ['checks fail, too few so far', healthy(check(2_000, 4_000, 1)), 5_000, undefined],
  ['the time is not quite over', healthy(), 19_999, undefined],
  ['the time is over', healthy(check(2_000, 4_000, 1)), 20_000, { verdict: 'undecided', ms: 20_000, slowestMs: 15_000 }],
  ['no record of it', undefined, 20_000, { verdict: 'undecided' }],
])('%s', (_name, health, elapsedMs, expected) => {
  const seen = judgeFrozen({ health }, timing, { stoppedAtMs, elapsedMs, withinMs: 20_000, timeFactor: 1 });
  if (expected === undefined) expect(seen).toBeUndefined();
  else expect(seen).toMatchObject(expected);
});
