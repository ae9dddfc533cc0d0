import { describe, expect, test } from 'vitest';
import { readRunnerEnv, sandboxMaxOf } from './env.ts';

describe('the runner’s environment', () => {
  test('has a default for everything', () => {
    const env = readRunnerEnv({});
    expect(env.SHELF_DIR).toBe(`${env.DATA_DIR}/shelf`);
    expect(env.RUNNER_LABELS).toEqual(['cpu']);
  });

  test('takes the shelf from the data folder unless told', () => {
    expect(readRunnerEnv({ DATA_DIR: '/d' }).SHELF_DIR).toBe('/d/shelf');
    expect(readRunnerEnv({ DATA_DIR: '/d', SHELF_DIR: '/s' }).SHELF_DIR).toBe('/s');
  });

  test.each([
    ['SANDBOX_MEMORY_MB', '2g'],
    ['SANDBOX_MEMORY_MB', '-1'],
    ['SANDBOX_PIDS', '1.5'],
    ['SANDBOX_WARM', '-1'],
    ['SITE_URL', 'not a url'],
    ['RUNNER_TOKEN', 'short'],
  ])('names a wrong %s', (name, value) => {
    expect(() => readRunnerEnv({ [name]: value })).toThrow(name);
  });

  test.each([
    ['a laptop: as many kept as at work', 8_000, 6],
    ['a server: what fits beside the runs at work', 24_000, 3 + 28],
    ['one that is very large: what a disk has room for', 256_000, 3 + 32],
  ])('keeps sandboxes by memory: %s', (_, memoryMib, max) => {
    expect(sandboxMaxOf(memoryMib, { RUNS_AT_ONCE: 3, SANDBOX_MEMORY_MB: 3_072 })).toBe(max);
  });

  test('works on no more runs at once than there may be sandboxes', () => {
    expect(readRunnerEnv({ SANDBOX_MAX: '2', RUNS_AT_ONCE: '5' }).RUNS_AT_ONCE).toBe(2);
    expect(readRunnerEnv({ SANDBOX_MAX: '9', RUNS_AT_ONCE: '5' }).RUNS_AT_ONCE).toBe(5);
  });

  test('lets SANDBOX_WARM be none', () => {
    expect(readRunnerEnv({ SANDBOX_WARM: '0' }).SANDBOX_WARM).toBe(0);
  });
});
