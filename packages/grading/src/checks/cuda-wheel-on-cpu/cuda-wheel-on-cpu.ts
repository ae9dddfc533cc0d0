import { formatBytes } from '@dfm/contracts/quantity';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { isForGpu } from '../../cuda/base-image.ts';
import { torchPackages } from '../../cuda/framework-build.ts';
import { targetsGpu } from './targets-gpu.ts';

export const cudaWheelOnCpu: Check = {
  meta: {
    id: 'cuda-wheel-on-cpu',
    title: 'CUDA libraries in a CPU image',
    axis: 'size',
    topic: 'gpu',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects:
      'CUDA libraries of Python packages in an image that is not meant for a GPU: torch from the default index, or a package that depends on it.',
    why: 'For Linux on x86_64, the default index only has torch for CUDA. It installs nvidia-* packages of several gigabytes, which a container without a GPU never loads.',
    fix: "Install torch for the CPU first, from PyTorch's index that ends in /whl/cpu (with uv: --torch-backend=cpu). Packages that depend on torch then find it installed.",
    bad: 'FROM python:3.11-slim-bookworm\nRUN pip install --no-cache-dir sentence-transformers==3.3.1',
    good: 'FROM python:3.11-slim-bookworm\nRUN pip install --no-cache-dir --index-url https://wheels.example.org/whl/cpu torch==2.5.1\nRUN pip install --no-cache-dir sentence-transformers==3.3.1',
  },
  findings,
  measure,
};

/** Packages that require torch, regardless of their extras. */
const needsTorch: ReadonlySet<string> = new Set([
  'sentence-transformers',
  'accelerate',
  'peft',
  'trl',
  'timm',
  'ultralytics',
  'pytorch-lightning',
  'lightning',
  'openai-whisper',
  'easyocr',
  'fastai',
  'torchmetrics',
  'kornia',
  'pyannote-audio',
  'bertopic',
  'flair',
  'open-clip-torch',
  'segmentation-models-pytorch',
  'botorch',
  'gpytorch',
  'stanza',
  'keybert',
  'docling',
  'monai',
  'demucs',
  'whisperx',
]);
const withTorchExtra: ReadonlySet<string> = new Set([
  'transformers',
  'huggingface-hub',
  'diffusers',
  'safetensors',
  'skorch',
]);

function findings(input: BuildSource): StaticFinding[] {
  if (targetsGpu(input)) return [];
  const chosen = new Set<number>();
  return pythonRequests(input).flatMap((request) => {
    const torch = request.requirements.find(({ name }) => torchPackages.has(name));
    const settled = request.ownIndex || torch?.local !== undefined || torch?.direct === true;
    // Once torch is installed, packages that depend on it use that build.
    const isInstalled =
      chosen.has(request.stage.index) ||
      (request.stage.parent !== undefined && chosen.has(request.stage.parent));
    if (isInstalled || (torch !== undefined && settled)) chosen.add(request.stage.index);
    if (
      isInstalled ||
      settled ||
      isForGpu(request.base) ||
      request.base === undefined ||
      request.command.words.includes('--no-deps')
    )
      return [];
    const cause =
      torch ??
      request.requirements.find(
        ({ name, extras }) => needsTorch.has(name) || (withTorchExtra.has(name) && extras.includes('torch')),
      );
    if (cause === undefined) return [];
    chosen.add(request.stage.index);
    const where = cause.where === undefined ? '' : ` (${cause.where})`;
    const pulls =
      torch === undefined ? 'depends on torch, which installs' : 'from the default index installs';
    return [
      {
        ...rangeOfSpan(request.command.span),
        message: `${cause.name}${where} ${pulls} CUDA libraries of several gigabytes, but nothing in this Dockerfile uses a GPU. Install torch from PyTorch's index that ends in /whl/cpu${torch === undefined ? ' before this' : ''}.`,
      },
    ];
  });
}

const cudaLibrary =
  /(?:^|\/)(?:site|dist)-packages\/(?:nvidia\/.*\.so|triton\/.*|torch\/lib\/lib(?:torch_cuda|cud|cublas|nccl|nvrtc|c10_cuda).*\.so)/u;

function measure({ evidence, dockerfile, replay, layerLines }: MeasuredInput): Measured {
  if (evidence.image === undefined || replay === undefined) return noImage;
  const shipped = [...replay.live, ...replay.waste].filter(
    (item) => item.layer >= replay.baseLayers && item.bytes > 0 && cudaLibrary.test(item.path),
  );
  const bytes = shipped.reduce((sum, item) => sum + item.bytes, 0);
  const measured = {
    label: 'CUDA libraries of Python packages',
    value: bytes,
    unit: 'bytes' as const,
    wanted: 0,
  };
  if (bytes < 10e6)
    return {
      status: 'pass',
      message: 'The Python packages of the image contain no CUDA libraries.',
      evidence: [measured],
    };
  // Decided from the text, because the files of an image do not show whether it is meant for a GPU.
  if (targetsGpu({ dockerfile, context: evidence.context }))
    return {
      status: 'pass',
      message: `The image is meant for a GPU. Its Python packages contain ${formatBytes(bytes)} of CUDA libraries.`,
      evidence: [{ ...measured, wanted: undefined }],
    };
  const [largest] = shipped.sort((a, b) => b.bytes - a.bytes);
  return {
    status: 'fail',
    line: layerLines[largest!.layer],
    message: `The image contains ${formatBytes(bytes)} of CUDA libraries, such as /${largest!.path}, but nothing in the Dockerfile uses a GPU.`,
    evidence: [
      measured,
      ...shipped
        .slice(0, 4)
        .map((item) => ({ label: `/${item.path}`, value: item.bytes, unit: 'bytes' as const })),
    ],
  };
}
