import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noGpu, skipped } from '../../check/skipped.ts';
import { gpuItems } from '../../measures/gpu-items.ts';
import { listed } from '../../verdict/wording.ts';
import { capabilityByGpu, runsOn } from './gpu-architectures.ts';

const optionsSchema = z.strictObject({
  /** GPUs besides the node's own, such as `A100`. */
  gpus: z._default(z.array(z.enum(Object.keys(capabilityByGpu))), []),
});
type Options = z.infer<typeof optionsSchema>;

export const gpuArch: Check<Options> = {
  meta: {
    id: 'gpu-arch',
    title: 'There is no code for the GPU',
    axis: 'gpu',
    topic: 'gpu',
    severity: 'error',
    defaultPoints: 5,
    needs: ['run', 'gpu'],
    also: [],
    detects:
      "Whether the framework's build, or the PTX beside a program that has no framework, carries code for the node's GPU, and for those the exercise names: machine code of the same major architecture (sm_80 runs on 8.0 and 8.6), or PTX of an earlier one.",
    why: 'Each build of torch is compiled for some generations of GPUs. On another the container starts, the GPU is seen, and the first kernel fails with "no kernel image is available".',
    fix: "Choose a build of the framework that has the GPU's architecture: a newer one for a newer GPU, cu126 and not cu128 or later for one of before 2018.",
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
    return skipped('Not measured: the framework does not tell what it was compiled for.');
  const named = options.gpus.map((name) => ({ name, capability: capabilityByGpu[name]! }));
  const wanted = [{ name: gpu.device, capability: gpu.capability }, ...named];
  const missing = wanted.filter(({ capability }) => !runsOn(archList, capability));
  const evidence = [
    ...gpuItems(gpu),
    {
      label: 'Compiled for',
      value: archList.join(' '),
      unit: 'text' as const,
      wanted: wanted.map(({ capability }) => `sm_${capability.replace('.', '')}`).join(' '),
    },
  ];
  if (missing.length === 0)
    return {
      status: 'pass',
      message: `There is code for ${listed(wanted.map(({ name }) => name))}.`,
      evidence,
    };
  return {
    status: 'fail',
    message: `There is no code for ${listed(missing.map(({ name, capability }) => `${name} (compute capability ${capability})`))}: its first kernel fails there.`,
    evidence,
  };
}
