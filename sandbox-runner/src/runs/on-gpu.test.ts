import { expect, test } from 'vitest';
import { simulatedDevice } from '../gpu/attachment.ts';
import type { OwnGpu } from '../gpu/gpu-device.ts';
import { shareGpus } from '../gpu/node-gpus.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { onGpu } from './on-gpu.ts';
import type { RunScope } from './run-scope.ts';

const t4 = { ...simulatedDevice, uuid: 'GPU-1', name: 'NVIDIA T4', computeCapability: '7.5' };
const ofNode = { ...t4, uuid: 'GPU-2', name: 'NVIDIA H100' };
const driver = { nodes: [{ host: '/dev/nvidia0', container: '/dev/nvidia0' }], files: [] };
const binds = ['/dev/nvidia0:/dev/nvidia0'];

/** A run's part on a GPU, in a sandbox that was made with this one, on a node that has a different one. */
async function partOnGpu(gpu?: OwnGpu) {
  const restarts: unknown[] = [];
  const notices: string[] = [];
  const sandbox = { gpu, fault: async () => undefined, pids: async () => new Set() } as unknown as Sandbox;
  const pool = {
    restart: async (_sandbox: Sandbox, attachment: unknown) => {
      restarts.push(attachment);
      return binds;
    },
  } as unknown as SandboxPool;
  const gpus = shareGpus(
    { devices: [ofNode], via: 'nvidia-ctk', simulated: false, driver: new Map([[ofNode.uuid, driver]]) },
    { RUN_PROBE_SECONDS: 1, SANDBOX_START_SECONDS: 1 },
  );
  const scope = { sandbox, signal: new AbortController().signal, emit: () => {} } as unknown as RunScope;
  const setting = { pool, gpus, learnerKey: 'ada', notice: (text: string) => void notices.push(text) };
  const { evidence } = await onGpu(scope, setting, async (watch) => {
    expect(watch.binds).toEqual(binds);
    expect(scope.gpuLease?.device).toEqual(gpu === undefined ? ofNode : undefined);
    return { kind: 'done' };
  });
  return { restarts, notices, evidence };
}

test('a sandbox with a GPU of its own uses that one, and leases none', async () => {
  const { restarts, notices, evidence } = await partOnGpu({ device: t4, simulated: false });
  expect(restarts).toEqual([{ kind: 'own' }, undefined]);
  expect(evidence).toMatchObject({
    device: 'NVIDIA T4',
    capability: '7.5',
    simulated: false,
    // The driver is on a different machine.
    peakMemoryBytes: undefined,
  });
  expect(notices).toEqual([]);
});

test('a GPU of its own that is simulated is reported as such', async () => {
  const { notices, evidence } = await partOnGpu({ device: simulatedDevice, simulated: true });
  expect(evidence).toMatchObject({ device: 'Simulated GPU', simulated: true });
  expect(notices).toEqual([expect.stringMatching(/^Simulated GPU: /)]);
});

test('near miss: without one, it uses a device of the node', async () => {
  const { restarts, evidence } = await partOnGpu();
  expect(restarts).toEqual([{ kind: 'device', driver }, undefined]);
  expect(evidence.device).toBe('NVIDIA H100');
});
