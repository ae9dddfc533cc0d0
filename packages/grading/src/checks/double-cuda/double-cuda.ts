import { formatBytes } from '@dfm/contracts/quantity';
import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { megabytes } from '../../check/options.ts';
import { noImage } from '../../check/skipped.ts';
import type { LivePath } from '../../image/layer-replay.ts';
import { listed } from '../../verdict/wording.ts';

/** Default limit. The runtime library of a -base tag is too small to report. */
const defaultMaxMb = 20;

const optionsSchema = z.strictObject({
  maxMb: z._default(
    megabytes.check(z.describe('Maximum size of CUDA libraries that are in the image twice, in MB.')),
    defaultMaxMb,
  ),
});
type Options = z.infer<typeof optionsSchema>;

export const doubleCuda: Check<Options> = {
  meta: {
    id: 'double-cuda',
    title: 'CUDA libraries in the image twice',
    axis: 'size',
    topic: 'gpu',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['image'],
    also: [],
    detects:
      'The same CUDA libraries both in /usr/local/cuda or /usr/lib and in Python packages (nvidia-*, or bundled in torch).',
    why: 'The wheels of torch, jax and tensorflow[and-cuda] include CUDA libraries and load these. The libraries of a -runtime base are then never used, but every node pulls more than a gigabyte of them.',
    fix: 'Start from a -base tag or a plain Python image and use the CUDA libraries of the wheels, or keep the base and install a framework that is built against it.',
    bad: 'FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04\nRUN pip install --no-cache-dir --index-url https://wheels.example.org/whl/cu124 torch==2.5.1',
    good: 'FROM python:3.11-slim-bookworm\nRUN pip install --no-cache-dir --index-url https://wheels.example.org/whl/cu124 torch==2.5.1',
  },
  options: optionsSchema,
  measure,
};

/**
 * Matches `libcublas` in `libcublas.so.12.4.5.8` and in the copy that torch bundles as
 * `libcublas-3b81d170.so.12`.
 */
const library =
  /\/(lib(?:cudart|cublas|cublasLt|cudnn(?:_\w+)?|cufft|curand|cusolver|cusparse|nccl|nvrtc|nvJitLink|npp\w*))(?:-[0-9a-f]{8})?\.so[\d.]*$/u;
const inPackage =
  /(?:^|\/)(?:site|dist)-packages\/(?:nvidia\/|torch\/lib\/|tensorflow\/|jaxlib\/|cupy[^/]*\/)/u;
const inSystem = /^(?:usr\/local\/cuda[^/]*\/|usr\/lib\/(?:[^/]+-linux-gnu\/)?lib|usr\/lib64\/lib)/u;

function measure({ evidence: { image }, replay, layerLines, options }: MeasuredInput<Options>): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const maxBytes = options.maxMb * 1e6;
  const inWheels = new Map<string, LivePath>();
  const system: (LivePath & { name: string })[] = [];
  for (const item of replay.live) {
    const name =
      item.bytes > 0 && item.path.includes('.so') && !item.path.includes('/stubs/')
        ? library.exec(item.path)?.[1]
        : undefined;
    if (name === undefined) continue;
    if (inPackage.test(item.path)) inWheels.set(name, item);
    else if (inSystem.test(item.path)) system.push({ ...item, name });
  }
  const doubled = system.filter(({ name }) => inWheels.has(name));
  const bytes = doubled.reduce((sum, item) => sum + item.bytes, 0);
  const measured = {
    label: 'Duplicated libraries',
    value: bytes,
    unit: 'bytes' as const,
    wanted: maxBytes,
  };
  if (bytes <= maxBytes)
    return {
      status: 'pass',
      message:
        bytes === 0
          ? 'No CUDA library is in the image twice.'
          : `Only ${formatBytes(bytes)} of CUDA libraries are in the image twice.`,
      evidence: [measured],
    };
  doubled.sort((a, b) => b.bytes - a.bytes);
  const [largest] = doubled;
  return {
    status: 'fail',
    // The line to change is the one that adds the unused copy or, if that is part of the base, the one that
    // installs the wheel.
    line: layerLines[largest!.layer] ?? layerLines[inWheels.get(largest!.name)!.layer],
    message: `${formatBytes(bytes)} of CUDA libraries are in the image twice, such as ${listed([...new Set(doubled.map(({ name }) => name))])}: once as system libraries and once in Python packages, which load their own copy.`,
    evidence: [
      measured,
      ...doubled
        .slice(0, 4)
        .map((item) => ({ label: `/${item.path}`, value: item.bytes, unit: 'bytes' as const })),
    ],
  };
}
