import { readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '@dfm/contracts';
import { loadExercise } from '@dfm/course/exercises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxGrader } from '../src/content/sandbox-grader.ts';
import { connectEngine } from '../src/engine/connect.ts';
import { findNodeGpus } from '../src/gpu/node-gpus.ts';
import { compileSimulatedDriver } from '../src/gpu/simulated-driver.ts';
import { prepareSandboxImage } from '../src/preparation/prepare.ts';
import { executeRun } from '../src/runs/run.ts';
import { createSandboxPool } from '../src/sandbox/create-pool.ts';
import type { SandboxPool } from '../src/sandbox/pool.ts';
import { prepareShelf } from '../src/shelf/prepare.ts';
import { type GpuEngine, startGpuEngine } from './gpu-engine-fixture.ts';
import { gpuProgram } from './gpu-program.ts';
import { testEnv } from './sandbox-fixture.ts';

const path = process.env['PATH'];
const machine = testEnv();
let engine: GpuEngine;
let pool: SandboxPool;

beforeAll(async () => {
  await prepareShelf(machine, () => {});
  await prepareSandboxImage(machine, () => {});
  engine = await startGpuEngine(machine.DOCKER_SOCKET);
  process.env['PATH'] = `${engine.binDir}${delimiter}${path}`;
  pool = await createSandboxPool(testEnv({ DOCKER_SOCKET: engine.socket, SANDBOX_MAX: '1' }), (error) =>
    console.error(error),
  );
});
afterAll(async () => {
  process.env['PATH'] = path;
  await pool?.close();
  await engine?.[Symbol.asyncDispose]();
});

test('a node requests exactly its device from the engine, only for the run phase, and releases it whatever the outcome', async () => {
  const sandbox = await pool.acquire('compiler');
  await writeFile(
    join(engine.driverDir, 'libcuda.so'),
    await compileSimulatedDriver(sandbox.engine, 'driver', AbortSignal.timeout(60_000)),
  );
  await pool.release(sandbox, 'discard');

  const env = testEnv({ DOCKER_SOCKET: engine.socket });
  const gpus = await findNodeGpus(env, (why) => expect.fail(why));
  const device = {
    uuid: 'GPU-00000000-0000-0000-0000-000000000000',
    name: 'Simulated GPU',
    memoryMb: 1_024,
    driver: '550.54.14',
    computeCapability: '9.0',
  };
  expect(gpus).toMatchObject({ via: 'nvidia-runtime', simulated: true, devices: [device] });

  const { exercise, solution } = await loadExercise(
    fileURLToPath(new URL('../../content', import.meta.url)),
    'gpu-train',
  );
  const files = solution.map((file) => (file.path === 'Dockerfile' ? { ...file, data: gpuProgram } : file));
  const faults: unknown[] = [];
  // Looks for the node's GPUs itself.
  const grade = sandboxGrader(pool, env, new AbortController().signal, (fault) => faults.push(fault));
  const result = await grade(exercise, files, {
    learnerKey: 'learner',
    next: 'keep',
    replays: 'until-answered',
  });
  expect(faults).toEqual([]);
  expect(result.status).toBe('graded');
  expect(result.notices).toContainEqual(expect.stringMatching(/^Simulated GPU: /u));
  // Only one container of three had a device: the sandbox's second start.
  const requests = (await readFile(engine.log, 'utf8')).trim().split('\n');
  expect(requests).toEqual([expect.stringContaining(`NVIDIA_VISIBLE_DEVICES=${device.uuid}`)]);
  expect(requests[0]).toMatch(/NVIDIA_DRIVER_CAPABILITIES=(?:compute,utility|utility,compute)$/u);

  // It is free again, even after a run that is cancelled while its container has the device.
  const isFree = async () =>
    (await gpus!.leases.take('the next learner', AbortSignal.timeout(1_000))).release();
  await isFree();
  const cancelled = new AbortController();
  const onEvent = (event: RunEvent) => {
    if (event.type === 'log' && event.text.includes('reached Simulated GPU'))
      cancelled.abort(new Error('cancelled'));
  };
  const cancelledRun = executeRun(
    { runId: `request-${process.pid}-cancelled`, learnerKey: 'learner', exercise, files },
    { pool, limits: env, gpus, signal: cancelled.signal, onEvent, onFault: (fault) => faults.push(fault) },
  );
  await expect(cancelledRun).rejects.toThrow('cancelled');
  await isFree();
  expect(await connectEngine(engine.socket).listContainers({ all: true })).toEqual([]);
  expect(faults).toEqual([]);
});
