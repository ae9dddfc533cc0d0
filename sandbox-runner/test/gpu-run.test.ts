import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ResultDocument, RunEvent } from '@dfm/contracts';
import { loadExercise, type LoadedExercise } from '@dfm/course/exercises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectEngine } from '../src/engine/connect.ts';
import { type SharedGpus, shareGpus } from '../src/gpu/node-gpus.ts';
import { executeRun } from '../src/runs/run.ts';
import { sandboxName } from '../src/sandbox/docker/container-spec.ts';
import { gpuProgram } from './gpu-program.ts';
import { openPool, type PoolFixture } from './sandbox-fixture.ts';

const contentRoot = fileURLToPath(new URL('../../content', import.meta.url));

let fixture: PoolFixture;
let exercise: LoadedExercise;
let runs = 0;

beforeAll(async () => {
  fixture = await openPool({ SANDBOX_MAX: '1' });
  exercise = await loadExercise(contentRoot, 'gpu-train');
});
afterAll(() => fixture[Symbol.asyncDispose]());

async function run(
  changes: { gpus?: SharedGpus; dockerfile?: string } = {},
): Promise<{ result: ResultDocument; events: RunEvent[]; faults: unknown[] }> {
  const events: RunEvent[] = [];
  const faults: unknown[] = [];
  runs += 1;
  const files = exercise.solution.map((file) =>
    file.path === 'Dockerfile' ? { ...file, data: changes.dockerfile ?? gpuProgram } : file,
  );
  const result = await executeRun(
    { runId: `gpu-${process.pid}-${runs}`, learnerKey: 'gpu-learner', exercise: exercise.exercise, files },
    {
      pool: fixture.pool,
      limits: fixture.env,
      gpus: changes.gpus,
      signal: new AbortController().signal,
      onEvent: (event) => events.push(event),
      onFault: (fault) => faults.push(fault),
    },
  );
  return { result, events, faults };
}

/** GPU devices and driver files of the learner's sandbox between two runs. */
async function gpuOfKeptSandbox() {
  const sandbox = await fixture.pool.acquire('gpu-learner');
  try {
    const { HostConfig } = await connectEngine(fixture.env.DOCKER_SOCKET)
      .getContainer(sandboxName(sandbox.id))
      .inspect();
    return {
      devices: HostConfig.Devices ?? [],
      driver: (HostConfig.Binds ?? []).filter((bind) => /cuda|nvidia/u.test(bind)),
    };
  } finally {
    await fixture.pool.release(sandbox, 'keep');
  }
}

const checkOf = (result: ResultDocument, id: string) => result.checks.find((check) => check.id === id);

test('without a GPU, the run is simulated through both engines, and the result, the events and the evidence state this', async () => {
  const { result, events, faults } = await run();
  expect(faults).toEqual([]);
  expect(result.status).toBe('graded');
  expect(result.notices).toContainEqual(expect.stringMatching(/^Simulated GPU: /u));
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'notice', message: expect.stringMatching(/^Simulated GPU: /u) }),
  );
  for (const id of ['cuda-usable', 'gpu-arch'])
    expect(checkOf(result, id)?.evidence).toContainEqual({ label: 'Simulated', value: true, unit: 'text' });
  expect(events).toContainEqual(
    expect.objectContaining({
      type: 'log',
      source: 'run',
      text: expect.stringContaining('reached Simulated GPU'),
    }),
  );
  // The framework claims to compute on the simulated GPU, which earns nothing.
  expect(checkOf(result, 'cuda-usable')).toMatchObject({
    status: 'skipped',
    simulated: true,
    points: 0,
    message:
      'Not measured: a simulated GPU cannot run torch. The container reaches its driver, and torch 2.5.1 is built for CUDA 12.4.',
  });
  // What is known without a GPU is measured.
  expect(checkOf(result, 'gpu-arch')?.status).toBe('pass');
  expect(events.filter((event) => event.type === 'probe').map(({ name }) => name)).toEqual([
    'predicts how long a delivery takes',
  ]);
});

test('the device is removed after the run, but the build cache is kept', async () => {
  expect(await gpuOfKeptSandbox()).toEqual({ devices: [], driver: [] });
  const { result } = await run();
  expect(
    result.cold?.steps.filter((step) => !step.name.startsWith('FROM')).every((step) => step.cached),
  ).toBe(true);
});

test('a container that exits immediately cannot be probed, and does not pass', async () => {
  const { result, faults } = await run({
    dockerfile: 'FROM python:3.11-slim-bookworm\nCMD ["python", "-c", "raise SystemExit(3)"]\n',
  });
  expect(faults).toEqual([]);
  expect(result).toMatchObject({ status: 'graded', passed: false });
  expect(checkOf(result, 'cuda-usable')?.status).toBe('skipped');
});

test.each([
  ['device', '/dev/nvidia-gone'],
  ['file of the driver', '/usr/lib/libcuda.so.1.gone'],
])('if a %s is gone, it is our fault, and neither lease nor sandbox is left', async (_, path) => {
  const device = {
    uuid: 'GPU-1',
    name: 'NVIDIA H200',
    memoryMb: 143_771,
    driver: '580.159.04',
    computeCapability: '9.0',
  };
  const gone = [{ host: path, container: path }];
  const files = path.startsWith('/dev') ? { nodes: gone, files: [] } : { nodes: [], files: gone };
  const driver = new Map([[device.uuid, files]]);
  const gpus = shareGpus({ devices: [device], via: 'nvidia-ctk', simulated: false, driver }, fixture.env);
  const { result, faults } = await run({ gpus });
  expect(result).toMatchObject({ status: 'infrastructure', failure: { phase: 'run' } });
  expect(faults).toEqual([expect.objectContaining({ message: expect.stringContaining(path) })]);
  expect(result.notices.some((notice) => notice.startsWith('Simulated'))).toBe(false);
  await expect(access(path)).rejects.toThrow('ENOENT');
  const lease = await gpus.leases.take('the next learner', AbortSignal.timeout(1_000));
  lease.release();
  expect(fixture.pool.stats()).toMatchObject({ busy: 0, warm: 0 });
});
