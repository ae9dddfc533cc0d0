import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { rangeInArgs } from '@dfm/dockerfile/syntax/source-range';
import { assignmentsOf, finalInstructions, finalStage, stageChain } from '@dfm/dockerfile/syntax/stages';
import { unquote } from '@dfm/dockerfile/syntax/words';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { cudaBase } from '../../cuda/base-image.ts';
import { wheelCuda } from '../../image/cuda-in-image.ts';

export const nvidiaEnv: Check = {
  meta: {
    id: 'nvidia-env',
    title: 'NVIDIA runtime variables hide the GPU',
    axis: 'gpu',
    topic: 'gpu',
    severity: 'info',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects:
      'NVIDIA_VISIBLE_DEVICES or NVIDIA_DRIVER_CAPABILITIES with a value that hides the GPU or the CUDA driver, and a GPU image that is not built on nvidia/cuda and does not set both.',
    why: 'The NVIDIA runtime reads both variables from the image: which GPUs to show in the container, and which parts of the driver to add. Without compute, there is no libcuda in the container; without utility, no nvidia-smi. If neither is set, docker run --gpus works, but a host whose default runtime is nvidia shows no GPU.',
    fix: 'Set ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility, as the nvidia/cuda images do. In a shared cluster, let the cluster choose the devices.',
    bad: 'FROM python:3.11-slim-bookworm\nENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=graphics',
    good: 'FROM python:3.11-slim-bookworm\nENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility',
  },
  findings,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const last = new Map<string, StaticFinding | undefined>();
  for (const instruction of finalInstructions(dockerfile)) {
    if (instruction.keyword !== 'ENV') continue;
    for (const { name, value, offset } of assignmentsOf(instruction, dockerfile.escape)) {
      const plain = unquote(value ?? '', dockerfile.escape).trim();
      const message = plain.includes('$') ? undefined : problem(name, plain);
      // Only the last value counts.
      last.set(
        name,
        message === undefined
          ? undefined
          : { ...rangeInArgs(instruction, offset, offset + name.length), severity: 'warning', message },
      );
    }
  }
  return [...last.values()]
    .filter((finding) => finding !== undefined)
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** The problem with a value; undefined if there is none, and for other variables. */
function problem(name: string, value: string): string | undefined {
  if (name === 'NVIDIA_VISIBLE_DEVICES' && /^(?:void|none|)$/iu.test(value)) {
    return `NVIDIA_VISIBLE_DEVICES=${value} requests no GPU, so the container gets none if nvidia is the default runtime. Set it to all, or remove it.`;
  }
  if (name !== 'NVIDIA_DRIVER_CAPABILITIES' || value === '') return undefined;
  const parts = value
    .toLowerCase()
    .split(',')
    .map((part) => part.trim());
  if (parts.includes('all') || parts.includes('compute')) return undefined;
  return `NVIDIA_DRIVER_CAPABILITIES=${value.slice(0, 60)} does not include compute, so the container has no CUDA driver. Set it to compute,utility.`;
}

function measure({ evidence: { image }, replay, dockerfile }: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const values = new Map(
    image.config.env.map((entry): [string, string] => [
      entry.split('=', 1)[0]!,
      entry.slice(entry.indexOf('=') + 1),
    ]),
  );
  const visible = values.get('NVIDIA_VISIBLE_DEVICES');
  const capabilities = values.get('NVIDIA_DRIVER_CAPABILITIES');
  const evidence = [
    { label: 'NVIDIA_VISIBLE_DEVICES', value: visible ?? 'unset', unit: 'text' as const },
    { label: 'NVIDIA_DRIVER_CAPABILITIES', value: capabilities ?? 'unset', unit: 'text' as const },
  ];
  const wrong =
    (visible === undefined ? undefined : problem('NVIDIA_VISIBLE_DEVICES', visible)) ??
    (capabilities === undefined ? undefined : problem('NVIDIA_DRIVER_CAPABILITIES', capabilities));
  if (wrong !== undefined) return { status: 'fail', message: wrong, evidence };
  const cuda = wheelCuda(replay);
  if (
    cuda === undefined ||
    cudaBase(stageChain(dockerfile, finalStage(dockerfile))[0]?.base.resolved) !== undefined
  )
    return { status: 'pass', message: 'No variable of the NVIDIA runtime hides the GPU.', evidence };
  if (visible !== undefined && capabilities !== undefined)
    return {
      status: 'pass',
      message: 'The image sets which GPUs and which parts of the driver it needs.',
      evidence,
    };
  return {
    status: 'warn',
    message: `The image contains ${cuda.name} for CUDA but does not set ${visible === undefined ? 'NVIDIA_VISIBLE_DEVICES' : 'NVIDIA_DRIVER_CAPABILITIES'}. docker run --gpus works, but with nvidia as the default runtime, the container gets ${visible === undefined ? 'no GPU' : 'only the default parts of the driver'}.`,
    evidence,
  };
}
