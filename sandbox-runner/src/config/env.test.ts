import { totalmem } from 'node:os';
import { bytesPerMib } from '@dfm/contracts/quantity';
import { describe, expect, test } from 'vitest';
import { readRunnerEnv, sandboxMaxOf, terminalsOf } from './env.ts';

describe('the runner’s environment', () => {
  test('has a default for everything', () => {
    const env = readRunnerEnv({});
    expect(env.SHELF_DIR).toBe(`${env.DATA_DIR}/shelf`);
    expect(env.RUNNER_LABELS).toEqual(['cpu']);
  });

  test('uses the shelf in the data folder by default', () => {
    expect(readRunnerEnv({ DATA_DIR: '/d' }).SHELF_DIR).toBe('/d/shelf');
    expect(readRunnerEnv({ DATA_DIR: '/d', SHELF_DIR: '/s' }).SHELF_DIR).toBe('/s');
  });

  test.each([
    ['SANDBOX_MEMORY_MB', '2g'],
    ['SANDBOX_MEMORY_MB', '-1'],
    ['SANDBOX_PIDS', '1.5'],
    ['SANDBOX_WARM', '-1'],
    ['TERMINALS_AT_ONCE', '-1'],
    ['TERMINALS_AT_ONCE', '1.5'],
    ['SITE_URL', 'not a url'],
    ['RUNNER_TOKEN', 'short'],
  ])('names an invalid %s', (name, value) => {
    expect(() => readRunnerEnv({ [name]: value })).toThrow(name);
  });

  test.each([
    ['a laptop: as many idle as running', 8_000, 6],
    ['a server: as many as fit next to the current runs', 24_000, 3 + 28],
    ['a very large server: as many as the disk has room for', 256_000, 3 + 32],
  ])('derives the number of sandboxes from memory: %s', (_, memoryMib, max) => {
    expect(sandboxMaxOf(memoryMib, { RUNS_AT_ONCE: 3, SANDBOX_MEMORY_MB: 3_072 })).toBe(max);
  });

  test.each([
    ['a small laptop: none', 4_000, 0],
    ['a laptop', 8_192, 2],
    ['a server: in a quarter of its memory', 24_000, 5],
    ['a very large server', 256_000, 16],
  ])('derives the number of terminals from memory: %s', (_, memoryMib, max) => {
    expect(terminalsOf(memoryMib)).toBe(max);
  });

  test('accepts TERMINALS_AT_ONCE=0, which leaves the memory to other sandboxes', () => {
    const [none, some] = ['0', '8'].map((TERMINALS_AT_ONCE) => readRunnerEnv({ TERMINALS_AT_ONCE }));
    expect([none!.TERMINALS_AT_ONCE, some!.TERMINALS_AT_ONCE]).toEqual([0, 8]);
    expect(none!.SANDBOX_MAX).toBeGreaterThanOrEqual(some!.SANDBOX_MAX);
    expect(readRunnerEnv({}).TERMINALS_AT_ONCE).toBe(terminalsOf(totalmem() / bytesPerMib));
  });

  test('never runs more at once than there may be sandboxes', () => {
    expect(readRunnerEnv({ SANDBOX_MAX: '2', RUNS_AT_ONCE: '5' }).RUNS_AT_ONCE).toBe(2);
    expect(readRunnerEnv({ SANDBOX_MAX: '9', RUNS_AT_ONCE: '5' }).RUNS_AT_ONCE).toBe(5);
  });

  test('accepts SANDBOX_WARM=0', () => {
    expect(readRunnerEnv({ SANDBOX_WARM: '0' }).SANDBOX_WARM).toBe(0);
  });
});

describe('a runner whose pods have GPUs', () => {
  const withGpu = (more: Record<string, string> = {}) =>
    readRunnerEnv({
      SANDBOX_BACKEND: 'kubernetes',
      KUBERNETES_IMAGE: 'registry.example/sandbox:1',
      KUBERNETES_GPU_RESOURCE: 'nvidia.com/gpu',
      ...more,
    });

  test('has pods only for its runs, one by default', () => {
    const none = { SANDBOX_WARM: 0, SANDBOX_IDLE_SECONDS: 0, TERMINALS_AT_ONCE: 0 };
    expect(withGpu()).toMatchObject({ ...none, RUNS_AT_ONCE: 1, SANDBOX_MAX: 1 });
    const asked = {
      SANDBOX_WARM: '2',
      SANDBOX_IDLE_SECONDS: '900',
      TERMINALS_AT_ONCE: '4',
      RUNS_AT_ONCE: '4',
    };
    expect(withGpu(asked)).toMatchObject({ ...none, RUNS_AT_ONCE: 4, SANDBOX_MAX: 4 });
  });

  test('near miss: without GPUs, pods are kept', () => {
    const pods = { SANDBOX_BACKEND: 'kubernetes', KUBERNETES_IMAGE: 'registry.example/sandbox:1' };
    expect(readRunnerEnv(pods)).toMatchObject({
      SANDBOX_WARM: 1,
      SANDBOX_IDLE_SECONDS: 900,
      RUNS_AT_ONCE: 3,
    });
  });

  test.each(['nvidia.com/gpu', 'nvidia.com/mig-3g.20gb', 'amd.com/gpu_1', 'example.com/simulated-gpu'])(
    'accepts the resource %s',
    (name) => {
      expect(withGpu({ KUBERNETES_GPU_RESOURCE: name }).KUBERNETES_GPU_RESOURCE).toBe(name);
    },
  );

  test.each(['', 'gpu', 'nvidia.com/', '/gpu', 'nvidia.com/gpu: 1', 'nvidia.com/gpu/1', 'NVIDIA.com/gpu'])(
    'near miss: %o is no name of a resource',
    (name) => {
      expect(() => withGpu({ KUBERNETES_GPU_RESOURCE: name })).toThrow('such as nvidia.com/gpu');
    },
  );

  test('needs pods', () => {
    expect(() => withGpu({ SANDBOX_BACKEND: 'docker' })).toThrow('KUBERNETES_GPU_RESOURCE');
  });
});
