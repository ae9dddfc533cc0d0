import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '@dfm/contracts';
import { loadExercise } from '@dfm/course/exercises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectEngine } from '../src/engine/connect.ts';
import { simulatedDevice } from '../src/gpu/attachment.ts';
import { libraryDir } from '../src/gpu/driver-names.ts';
import { findNodeGpus } from '../src/gpu/node-gpus.ts';
import { compileSimulatedDriver, simulatedNvidiaSmi } from '../src/gpu/simulated-driver.ts';
import { executeRun } from '../src/runs/run.ts';
import { sandboxLabel } from '../src/sandbox/docker/labels.ts';
import { gpuProgram } from './gpu-program.ts';
import { openPool, type PoolFixture } from './sandbox-fixture.ts';

const path = process.env['PATH'];
let node: string;
let fixture: PoolFixture;

/** Makes this machine look like a node with a GPU: its programs come first, and its driver is the stand-in. */
beforeAll(async () => {
  node = await mkdtemp(join(tmpdir(), 'gpu-node-'));
  fixture = await openPool({ SANDBOX_MAX: '1' });
  const sandbox = await fixture.pool.acquire('compiler');
  const libcuda = join(node, 'libcuda.so');
  await writeFile(
    libcuda,
    await compileSimulatedDriver(sandbox.engine, 'driver', AbortSignal.timeout(60_000)),
  );
  await fixture.pool.release(sandbox, 'discard');
  await copyFile(simulatedNvidiaSmi, join(node, 'nvidia-smi'));
  const mounts = [
    { hostPath: libcuda, containerPath: `${libraryDir}/libcuda.so.${simulatedDevice.driver}` },
    { hostPath: join(node, 'nvidia-smi'), containerPath: '/usr/bin/nvidia-smi' },
    { hostPath: '/etc/hostname', containerPath: '/etc/not-part-of-the-driver' },
  ];
  const deviceNodes = ['/dev/nvidia0', '/dev/nvidiactl'].map((name) => ({
    path: name,
    hostPath: '/dev/null',
  }));
  const description = JSON.stringify({
    devices: [{ name: simulatedDevice.uuid, containerEdits: { deviceNodes } }],
    containerEdits: { mounts },
  });
  await writeFile(join(node, 'nvidia-ctk'), `#!/bin/sh\ncat <<'END'\n${description}\nEND\n`);
  await chmod(join(node, 'nvidia-ctk'), 0o755);
  process.env['PATH'] = `${node}${delimiter}${path}`;
});
afterAll(async () => {
  process.env['PATH'] = path;
  await fixture?.[Symbol.asyncDispose]();
  await rm(node, { recursive: true });
});

/** Devices and files of the driver that the pool's only sandbox has. */
async function attached() {
  const host = connectEngine(fixture.env.DOCKER_SOCKET);
  const containers = await host.listContainers({ filters: { label: [sandboxLabel] } });
  const inspected = await Promise.all(
    containers
      .filter(({ Labels }) => Labels[sandboxLabel]?.startsWith(fixture.env.DATA_DIR))
      .map(({ Id }) => host.getContainer(Id).inspect()),
  );
  return inspected.flatMap(({ HostConfig }) => [
    ...(HostConfig.Devices ?? []).map((device: { PathInContainer: string }) => device.PathInContainer),
    ...(HostConfig.Mounts ?? []).map(
      ({ Source, Target, ReadOnly }) => `${Source}:${Target}${ReadOnly ? ':ro' : ''}`,
    ),
  ]);
}

test('a run gets exactly the files of its device, only for the run phase, and the device is free again whatever the outcome', async () => {
  const { env, pool } = fixture;
  const gpus = await findNodeGpus(env, (why) => expect.fail(why));
  expect(gpus).toMatchObject({ via: 'nvidia-ctk', simulated: true, devices: [simulatedDevice] });
  const { exercise, solution } = await loadExercise(
    fileURLToPath(new URL('../../content', import.meta.url)),
    'gpu-train',
  );
  const files = solution.map((file) => (file.path === 'Dockerfile' ? { ...file, data: gpuProgram } : file));
  const faults: unknown[] = [];
  let runs = 0;
  const grade = (signal: AbortSignal, onEvent: (event: RunEvent) => void) =>
    executeRun(
      {
        runId: `request-${process.pid}-${(runs += 1)}`,
        learnerKey: 'learner',
        exercise,
        files,
        sandboxAfter: 'keep',
      },
      { pool, limits: env, gpus, signal, onEvent, onFault: (fault) => faults.push(fault) },
    );

  const seen: Promise<string[]>[] = [];
  const result = await grade(new AbortController().signal, (event) => {
    if (event.type === 'step' || event.type === 'log') seen.push(attached());
  });
  expect(faults).toEqual([]);
  expect(result.status).toBe('graded');
  expect(result.notices).toContainEqual(expect.stringMatching(/^Simulated GPU: /u));
  const whileRunning = [
    '/dev/nvidia0',
    '/dev/nvidiactl',
    `${node}/libcuda.so:${libraryDir}/libcuda.so.${simulatedDevice.driver}:ro`,
    `${node}/nvidia-smi:/usr/bin/nvidia-smi:ro`,
  ];
  const states = await Promise.all(seen);
  expect(states[0]).toEqual([]);
  expect(states).toContainEqual(whileRunning);
  expect(await attached()).toEqual([]);

  // It is free again, even after a run that is cancelled while its container has the device.
  const isFree = async () =>
    (await gpus!.leases.take('the next learner', AbortSignal.timeout(1_000))).release();
  await isFree();
  const cancelled = new AbortController();
  const cancelledRun = grade(cancelled.signal, (event) => {
    if (event.type === 'log' && event.text.includes('reached Simulated GPU'))
      cancelled.abort(new Error('cancelled'));
  });
  await expect(cancelledRun).rejects.toThrow('cancelled');
  await isFree();
  expect(await attached()).toEqual([]);
  expect(faults).toEqual([]);
});
