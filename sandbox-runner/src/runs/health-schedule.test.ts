import { expect, test } from 'vitest';
import type { HealthSettings } from '../engine/containers.ts';
import { checkStartsMs, failsBeforeReady, slowestNoticeMs } from './health-schedule.ts';

const defaults: HealthSettings = {
  command: ['true'],
  intervalMs: 30_000,
  timeoutMs: 30_000,
  retries: 3,
  startPeriodMs: 0,
  startIntervalMs: 5_000,
};

test.each<[name: string, settings: Partial<HealthSettings>, readyMs: number, expected: number]>([
  ['the first check comes after one interval', { intervalMs: 60_000 }, 0, 60_000],
  ['which is 30 s by default', {}, 1_000, 30_000],
  [
    'within a start period, after the start interval',
    { intervalMs: 60_000, startPeriodMs: 30_000 },
    0,
    5_000,
  ],
  ['which may be longer than the interval', { intervalMs: 2_000, startPeriodMs: 20_000 }, 0, 5_000],
  [
    'near miss: a start interval without a start period',
    { intervalMs: 10_000, startIntervalMs: 1_000 },
    0,
    10_000,
  ],
  ['the next check after the service is ready', { intervalMs: 10_000 }, 12_000, 20_000],
  ['a check that starts exactly when it is ready', { intervalMs: 10_000 }, 20_000, 20_000],
  ['near miss: ready a moment later', { intervalMs: 10_000 }, 20_001, 30_000],
  [
    'after the start period, the interval applies',
    { intervalMs: 20_000, startPeriodMs: 6_000 },
    11_000,
    30_000,
  ],
])('when a check starts: %s', (_name, settings, readyMs, expected) => {
  expect(checkStartsMs({ ...defaults, ...settings }, readyMs)).toBe(expected);
});

test.each<[name: string, settings: Partial<HealthSettings>, readyMs: number, expected: boolean]>([
  ['as many failures as retries', { intervalMs: 1_000 }, 3_500, true],
  ['near miss: one less', { intervalMs: 1_000 }, 3_000, false],
  [
    'near miss: failures within the start period do not count',
    { intervalMs: 1_000, startPeriodMs: 10_000, startIntervalMs: 1_000 },
    3_500,
    false,
  ],
  [
    'failures after a start period that is too short',
    { intervalMs: 1_000, startPeriodMs: 2_000, startIntervalMs: 1_000 },
    4_500,
    true,
  ],
])('unhealthy before it is ready: %s', (_name, settings, readyMs, expected) => {
  expect(failsBeforeReady({ ...defaults, ...settings }, readyMs)).toBe(expected);
});

test.each([
  ['a check that fails by itself', 2_000, 3 * 7_000],
  ['a check that the engine ends', 9_000, 3 * 8_000],
])('how long until it is noticed: %s', (_name, checkMs, expected) => {
  expect(slowestNoticeMs({ ...defaults, intervalMs: 5_000, timeoutMs: 3_000 }, checkMs)).toBe(expected);
});
