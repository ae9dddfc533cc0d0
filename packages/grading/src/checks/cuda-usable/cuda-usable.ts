import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noGpu, skipped } from '../../check/skipped.ts';
import { gpuItems } from '../../measures/gpu-items.ts';

export const cudaUsable: Check = {
  meta: {
    id: 'cuda-usable',
    title: 'Framework can use the GPU',
    axis: 'gpu',
    topic: 'gpu',
    severity: 'error',
    defaultPoints: 10,
    needs: ['run', 'gpu'],
    also: [],
    detects:
      'Whether the framework in the started container computes on the GPU of the node. On a simulated GPU, only that the container reaches the driver and that the framework is a build for CUDA, for no points.',
    why: 'A CPU build, a missing library or an old driver causes no error: the program runs on the CPU, many times slower, without a message.',
    fix: 'Install the CUDA build of the framework, and request the GPU at start: docker run --gpus all, or a device reservation in Compose.',
    bad: 'RUN pip install --no-cache-dir --index-url https://wheels.example.org/whl/cpu torch==2.5.1',
    good: 'RUN pip install --no-cache-dir --index-url https://wheels.example.org/whl/cu124 torch==2.5.1',
  },
  measure,
};

function measure({ evidence: { gpu } }: MeasuredInput): Measured {
  if (gpu === undefined) return noGpu;
  if (gpu.framework === undefined)
    return skipped('Not measured: the image has no framework that can be queried.');
  const { name, version, cuda, cudaAvailable, error } = gpu.framework;
  if (version === undefined)
    return {
      status: 'fail',
      message: `${name} in the image cannot be loaded${because(error)}.`,
      evidence: gpuItems(gpu),
    };
  const evidence = [
    ...gpuItems(gpu),
    { label: name, value: version, unit: 'text' as const },
    { label: 'Built for', value: cuda === undefined ? 'CPU only' : `CUDA ${cuda}`, unit: 'text' as const },
    ...(gpu.simulated
      ? []
      : [{ label: 'Uses the GPU', value: cudaAvailable, unit: 'text' as const, wanted: true }]),
    ...(gpu.peakMemoryBytes === undefined
      ? []
      : [{ label: 'Peak GPU memory', value: gpu.peakMemoryBytes, unit: 'bytes' as const }]),
  ];
  if (cuda === undefined)
    return {
      status: 'fail',
      message: `${name} ${version} in the image is a build without CUDA, which uses no GPU on any node.`,
      evidence,
    };
  if (gpu.driverInside?.usable === false)
    return {
      status: 'fail',
      message: `Programs in the container cannot use the ${gpu.device}${because(gpu.driverInside.error)}.`,
      next: 'Look for variables that hide the GPU, for a second driver in the image, and for a C library other than glibc.',
      evidence,
    };
  if (gpu.simulated)
    return {
      ...skipped(
        `Not measured: a simulated GPU cannot run ${name}. The container reaches its driver, and ${name} ${version} is built for CUDA ${cuda}.`,
      ),
      simulated: true,
      evidence,
    };
  if (cudaAvailable)
    return { status: 'pass', message: `${name} ${version} uses the ${gpu.device}.`, evidence };
  return {
    status: 'fail',
    message: `${name} ${version} does not see the ${gpu.device} of the node${because(error)}.`,
    evidence,
  };
}

function because(error: string | undefined): string {
  return error === undefined ? '' : `: ${error.slice(0, 200).replace(/\.$/u, '')}`;
}
