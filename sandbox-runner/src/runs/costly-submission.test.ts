import type { ContextFile } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { countBeats } from '../bounded/count-beats.ts';
import { readRunnerEnv } from '../config/env.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import { minimalExercise } from '../submission/testing/minimal-exercise.ts';
import { executeRun } from './run.ts';

const file = (path: string, data: string): ContextFile => ({ path, encoding: 'utf8', data, mode: 0o644 });

/** None of these submissions needs a sandbox. */
const noPool: SandboxPool = {
  acquire: () => Promise.reject(new Error('a sandbox was requested')),
  isReused: () => false,
  restart: () => Promise.reject(new Error('unexpected call')),
  release: async () => undefined,
  room: () => Promise.reject(new Error('unexpected call')),
  stats: () => ({ warm: 0, kept: 0, busy: 0, making: 0, max: 1 }),
  renew: async () => undefined,
  template: () => ({ path: '', uid: 0, image: '', bases: [], courseSteps: new Map() }),
  engineVersion: () => '26.1.5',
  close: async () => undefined,
};

/** Patterns times files times their length: minutes of work for one process. */
const patterns = Array.from({ length: 5_000 }, () => `${'*a'.repeat(5)}*b`).join('\n');
const manyFiles = Array.from({ length: 9_000 }, (_, i) => file(`${'a'.repeat(1_000)}${i}`, ''));

test(
  'reading a submission that would take minutes ends at the limit, blames the learner and does not block other work',
  { timeout: 240_000 },
  async () => {
    const counted = countBeats();
    const faults: unknown[] = [];
    const request = {
      runId: 'r',
      learnerKey: 'k',
      exercise: minimalExercise,
      files: [file('Dockerfile', 'FROM x\n'), file('.dockerignore', patterns), ...manyFiles],
    };
    const result = await executeRun(request, {
      pool: noPool,
      limits: readRunnerEnv({ NODE_ENV: 'test' }),
      onEvent: () => undefined,
      onFault: (error) => faults.push(error),
      signal: new AbortController().signal,
    });
    const beats = await counted();
    expect(faults).toEqual([]);
    expect(result).toMatchObject({
      status: 'timed-out',
      score: 0,
      failure: { phase: 'static', limit: '10 s of processor time' },
    });
    expect(result.failure?.message).toContain('.dockerignore took more than 10 s');
    expect(beats.here).toBeGreaterThan(beats.unblocked / 2);
  },
);
