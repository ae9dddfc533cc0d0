import { expect, test } from 'vitest';
import { readRunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { answerFor, machinesOf } from './capacity.ts';
import { limitsOf } from './limits.ts';
import { readOptions } from './options.ts';
import { planText } from './plan-text.ts';
import { measured } from './testing/sample-measurement.ts';

const options = readOptions(['--learners', '400', '--terminals', '40', '--minutes', '10']);
if (options === 'help') throw new Error('no options');
const question = { ...options, idleSeconds: 900 };
const answer = answerFor(question, measured, machinesOf(question, 2, 4));

test('limits, the fullest first, compared with the defaults of the settings', () => {
  const limits = limitsOf(answer, question, measured);
  expect(limits).toContainEqual({ what: 'LEARNERS_PER_NETWORK_PER_HOUR', used: 400, of: 300 });
  expect(limits).toContainEqual({ what: 'TERMINALS_MAX', used: 40, of: 200 });
  expect(limits).toContainEqual({ what: 'RUN_QUEUE_MAX', used: answer.simulated.queuePeak, of: 500 });
  const shares = limits.map(({ used, of }) => used / of);
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
});

test('the text names machines, settings, times and what was not measured', () => {
  const text = planText(answer, question, measured, readRunnerEnv({}));
  expect(text).toContain('400 learners, burst, 0.5 submissions a minute each, for 10 minutes.');
  expect(text).toContain('2 nodes with 4 processors, and a machine for site and database');
  expect(text).toContain('RUNS_AT_ONCE=6 SANDBOX_MAX=38 TERMINALS_AT_ONCE=20');
  expect(text).toContain('133 %  LEARNERS_PER_NETWORK_PER_HOUR (400 of 300)');
  expect(text).toMatch(/50 % within \d.*, 95 % within \d.*, 99 % within \d/);
  expect(text).toContain('Pods on Kubernetes have not been measured');
});
