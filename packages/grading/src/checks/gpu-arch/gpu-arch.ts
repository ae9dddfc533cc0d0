import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noGpu, skipped } from '../../check/skipped.ts';
import { gpuItems } from '../../measures/gpu-items.ts';
import { listed } from '../../verdict/wording.ts';
import { capabilityByGpu, runsOn } from './gpu-architectures.ts';

const optionsSchema = z.strictObject({
  gpus: z._default(
    z
      .array(z.enum(Object.keys(capabilityByGpu)))
      .check(z.describe('GPUs to support in addition to the one in the node.')),
    [],
  ),
});
type Options = z.infer<typeof optionsSchema>;

export const gpuArch: Check<Options> = {
  meta: {
    id: 'gpu-arch',
    title: 'No code for the architecture of the GPU',
    axis: 'gpu',
    topic: 'gpu',
    severity: 'error',
    defaultPoints: 5,
    needs: ['run', 'gpu'],
    also: [],
    detects:
      'Whether the framework in the image contains code for the GPU of the node, unless it is simulated, and for those named in the exercise: machine code for the same major architecture (sm_80 runs on 8.0 and 8.6), or PTX for an earlier one.',
    why: 'Each build of a framework is compiled for certain generations of GPUs. On others, the container starts and detects the GPU, but the first kernel fails with "no kernel image is available".',
    fix: 'Choose a build of the framework that supports the architecture of the GPU: a newer build for a newer GPU, and cu126 instead of cu128 or later for a GPU from before 2018.',
    bad: 'RUN pip install --no-cache-dir --index-url https://wheels.example.org/whl/cu118 torch==2.3.1',
    good: 'RUN pip install --no-cache-dir --index-url https://wheels.example.org/whl/cu128 torch==2.8.0',
  },
  options: optionsSchema,
  measure,
};

function measure({ evidence: { gpu }, options }: MeasuredInput<Options>): Measured {
  if (gpu === undefined) return noGpu;
  const archList = gpu.framework?.archList ?? [];
  if (gpu.framework === undefined || archList.length === 0)
    return skipped('Not measured: the framework does not report the architectures it was compiled for.');
  const named = options.gpus.map((name) => ({ name, capability: capabilityByGpu[name]! }));
  const required = gpu.simulated ? named : [{ name: gpu.device, capability: gpu.capability }, ...named];
  if (required.length === 0)
    return {
      ...skipped('Not measured: the GPU is simulated, and the exercise names no other.'),
      simulated: true,
    };
  const missing = required.filter(({ capability }) => !runsOn(archList, capability));
  const evidence = [
    ...gpuItems(gpu),
    {
      label: 'Compiled for',
      value: archList.join(' '),
      unit: 'text' as const,
      wanted: [...new Set(required.map(({ capability }) => `sm_${capability.replace('.', '')}`))].join(' '),
    },
  ];
  if (missing.length === 0)
    return {
      status: 'pass',
      message: `The image contains code for ${listed(required.map(({ name }) => name))}.`,
      evidence,
    };
  return {
    status: 'fail',
    message: `The image contains no code for ${listed(missing.map(({ name, capability }) => `${name} (compute capability ${capability})`))}, so the first kernel fails there.`,
    evidence,
  };
}
