import { PlatformError } from '@dfm/contracts';
import { expect, test, vi } from 'vitest';
import { simulatedDevice } from '../gpu/attachment.ts';
import type { OwnGpu } from '../gpu/gpu-device.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { PodGpus } from './pod-gpus.ts';

const gpu: OwnGpu = { device: { ...simulatedDevice, name: 'NVIDIA T4' }, simulated: false };
const never = new AbortController().signal;

/** The GPUs of a pool whose sandboxes are these, in this order. An error means that one could not be made. */
function gpusOf(outcomes: (OwnGpu | Error)[], pauseMs = 1) {
  const released: string[] = [];
  const warnings: string[] = [];
  const pool = {
    async acquire() {
      const outcome = outcomes.shift();
      if (outcome instanceof Error) throw outcome;
      return { gpu: outcome } as Sandbox;
    },
    async release(_sandbox: Sandbox, next: 'keep' | 'discard') {
      released.push(next);
    },
  };
  const log = { info: () => {}, warn: (text: string) => void warnings.push(text) } as never;
  return { gpus: new PodGpus(pool, 'nvidia.com/gpu', log, pauseMs), released, warnings };
}

test('one pod answers for all, and is removed', async () => {
  const { gpus, released, warnings } = gpusOf([gpu]);
  expect(gpus.found).toBeUndefined();
  expect(gpus.problem).toContain('nvidia.com/gpu');
  await gpus.find(never);
  expect(gpus.found).toEqual({ devices: [gpu.device], via: 'kubernetes', simulated: false });
  expect(gpus.problem).toBeUndefined();
  expect([released, warnings]).toEqual([['discard'], []]);
});

test('a pod without a usable GPU is reported, and a later one is used', async () => {
  const why = new Error('a pod with nvidia.com/gpu has no GPU');
  const { gpus, warnings } = gpusOf([
    new PlatformError('sandbox-failed', 'No sandbox could be started for this run.', { cause: why }),
    new PlatformError('sandbox-failed', 'The cluster has no room.', {
      detail: 'Insufficient nvidia.com/gpu',
    }),
    gpu,
  ]);
  await gpus.find(never);
  expect(gpus.found?.devices).toEqual([gpu.device]);
  const prefix = 'No pod got a usable GPU by KUBERNETES_GPU_RESOURCE=nvidia.com/gpu: ';
  expect(warnings).toEqual([
    `${prefix}a pod with nvidia.com/gpu has no GPU`,
    `${prefix}Insufficient nvidia.com/gpu`,
  ]);
});

test('a runner that stops does not wait for a GPU', async () => {
  const stopping = new AbortController();
  const { gpus, warnings } = gpusOf([new Error('no GPU'), new Error('never reached')], 60_000);
  const found = gpus.find(stopping.signal);
  await vi.waitFor(() => expect(gpus.problem).toMatch(/no GPU$/));
  expect(gpus.found).toBeUndefined();
  stopping.abort();
  await found;
  expect(warnings).toHaveLength(1);
});
