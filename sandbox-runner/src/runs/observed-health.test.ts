import { expect, test } from 'vitest';
import { observedHealth } from './observed-health.ts';

const at = (endMs: number, exitCode: number, output = '') => ({ startMs: endMs, endMs, exitCode, output });

test.each([
  ['none declared', undefined, { declared: false, status: 'none', ms: undefined, lastOutput: '' }],
  ['no probe yet', { status: 'starting' as const, probes: [] }, { declared: true, status: 'starting', ms: undefined, lastOutput: '' }],
  ['healthy: the first probe that passed tells the time', { status: 'healthy' as const, probes: [at(1500, 1, 'no'), at(2500, 0, 'ok'), at(3500, 0, 'ok')] }, { declared: true, status: 'healthy', ms: 1500, lastOutput: 'ok' }],
  ['unhealthy after a pass has no time', { status: 'unhealthy' as const, probes: [at(1500, 0), at(2500, 1, 'curl: not found')] }, { declared: true, status: 'unhealthy', ms: undefined, lastOutput: 'curl: not found' }],
  ['output is cut and holds no NUL', { status: 'starting' as const, probes: [at(1500, 1, `\0${'x'.repeat(600)}`)] }, { declared: true, status: 'starting', ms: undefined, lastOutput: `\uFFFD${'x'.repeat(499)}` }],
])('%s', (_name, health, expected) => {
  expect(observedHealth({ health, startedAtMs: 1000 })).toEqual(expected);
});
