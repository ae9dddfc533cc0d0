import { describe, expect, test } from 'vitest';
import { readRunnerEnv } from './env.ts';

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

  test('lets SANDBOX_WARM be none', () => {
    expect(readRunnerEnv({ SANDBOX_WARM: '0' }).SANDBOX_WARM).toBe(0);
  });
});
