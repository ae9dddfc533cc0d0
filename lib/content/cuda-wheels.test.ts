import { join } from 'node:path';
import { torchWheelCuda } from '@dfm/grading/cuda/framework-builds';
import { cudaOfText } from '@dfm/grading/cuda/version';
import { expect, test, vi } from 'vitest';
import { cudaWheels } from './cuda-wheels.ts';

vi.stubEnv('CONTENT_DIR', join(import.meta.dirname, '../../content'));

test('the checks know the CUDA version of each torch whose wheels were recorded', async () => {
  const { installs } = await cudaWheels();
  const recorded = installs.flatMap(({ requirement, packages }) => {
    const torch = /^torch==(.+)$/u.exec(requirement)?.[1];
    const runtime = packages.find(({ name }) => /^nvidia-cuda-runtime(?:-cu\d+)?$/u.test(name));
    return torch === undefined ? [] : [{ torch, cuda: cudaOfText(runtime!.version) }];
  });
  expect(recorded.length).toBeGreaterThan(0);
  expect(recorded.map(({ torch }) => ({ torch, cuda: torchWheelCuda(torch) }))).toEqual(recorded);
});
