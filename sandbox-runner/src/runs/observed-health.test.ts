import { expect, test } from 'vitest';
import type { ContainerState } from '../engine/containers.ts';
import { isFinal, type HealthWatch } from './observed-health.ts';

type Health = NonNullable<ContainerState['health']>;

const readyAtMs = 100_000;
/** A check every 2 s, ready after 3.5 s, 25 s allowed. */
const watch: HealthWatch = {
  settings: {
    command: ['x'],
    intervalMs: 2_000,
    timeoutMs: 3_000,
    retries: 3,
    startPeriodMs: 0,
    startIntervalMs: 5_000,
  },
  readyMs: 3_500,
  readyAtMs,
  withinMs: 25_000,
};
const slowStart: HealthWatch = { ...watch, readyMs: 20_000 };
const late: HealthWatch = { ...watch, settings: { ...watch.settings, intervalMs: 60_000 } };
const neverReady: HealthWatch = { ...watch, readyMs: undefined, readyAtMs: undefined };

/** A check that started this many milliseconds after the service was ready, and failed. */
const failed = (afterMs: number) => ({
  startMs: readyAtMs + afterMs,
  endMs: readyAtMs + afterMs + 100,
  exitCode: 1,
  output: '',
});
const health = (status: Health['status'], ...probes: Health['probes']): Health => ({ status, probes });

test.each<
  [name: string, health: Health | undefined, watch: HealthWatch, elapsedMs: number, expected: boolean]
>([
  ['healthy', health('healthy'), watch, 6_000, true],
  ['starting', health('starting'), watch, 6_000, false],
  ['no record yet', undefined, watch, 6_000, false],
  [
    'settings with which the first check comes too late: no need to wait',
    health('starting'),
    late,
    5_000,
    true,
  ],
  [
    'unhealthy, by checks after the service was ready',
    health('unhealthy', failed(0), failed(2_000), failed(4_000)),
    watch,
    12_000,
    true,
  ],
  [
    'near miss: by checks of which some came before the service was ready on a slow node',
    health('unhealthy', failed(-4_000), failed(-2_000), failed(100)),
    watch,
    12_000,
    false,
  ],
  [
    'unhealthy before it could be ready, on any node',
    health('unhealthy', failed(-4_000), failed(-2_000), failed(-100)),
    slowStart,
    12_000,
    true,
  ],
  ['unhealthy, and never ready', health('unhealthy', failed(-4_000)), neverReady, 12_000, true],
  [
    'the time is up, and a check of the ready service has failed',
    health('starting', failed(100)),
    watch,
    25_000,
    true,
  ],
  ['near miss: the time is not quite up', health('starting', failed(100)), watch, 24_999, false],
  [
    'near miss: the time is up, and there was no check of the ready service',
    health('starting', failed(-100)),
    watch,
    29_999,
    false,
  ],
  [
    'there has been none for a while: the check may hang',
    health('starting', failed(-100)),
    watch,
    30_000,
    true,
  ],
  [
    'the time is up for a service that was never ready',
    health('starting', failed(-100)),
    neverReady,
    25_000,
    true,
  ],
  [
    'near miss: more retries than the engine records checks',
    health('unhealthy', ...[1, 2, 3, 4].map((n) => failed(n))),
    { ...watch, settings: { ...watch.settings, retries: 10 } },
    12_000,
    false,
  ],
  [
    'as many retries as it records checks',
    health('unhealthy', ...[1, 2, 3, 4, 5].map((n) => failed(n))),
    { ...watch, settings: { ...watch.settings, retries: 10 } },
    12_000,
    true,
  ],
])('%s', (_name, state, healthWatch, elapsedMs, expected) => {
  expect(isFinal({ health: state }, healthWatch, elapsedMs)).toBe(expected);
});
