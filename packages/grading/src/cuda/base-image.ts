import { tensorflowCuda } from './framework-builds.ts';
import { cudaOfText } from './version.ts';
import type { CudaVersion } from './version.ts';

/** What a base image's name says of the CUDA in it. */
export interface CudaBase {
  /** Undefined where the tag does not say. */
  cuda: CudaVersion | undefined;
  /** `base` has the runtime library alone, `runtime` the libraries, `devel` headers and the compiler too. */
  flavour: 'base' | 'runtime' | 'devel' | undefined;
}

/**
 * Reads `nvidia/cuda`, `pytorch/pytorch`, `tensorflow/tensorflow:…-gpu` and names like them, whatever the
 * registry; undefined for any other image.
 */
export function cudaBase(reference: string | undefined): CudaBase | undefined {
  if (reference === undefined) return undefined;
  const plain = reference.split('@', 1)[0]!;
  const slash = plain.lastIndexOf('/');
  const colon = plain.indexOf(':', slash + 1);
  const name = (colon < 0 ? plain : plain.slice(0, colon)).toLowerCase();
  const tag = colon < 0 ? '' : plain.slice(colon + 1).toLowerCase();
  const flavour = /(?:^|-)(base|runtime|devel)(?:-|$)/u.exec(tag)?.[1] as CudaBase['flavour'];
  if (/(?:^|\/)nvidia\/cuda(?:gl|-arm64|-ppc64le)?$/u.test(name)) return { cuda: cudaOfText(tag), flavour };
  if (/(?:^|\/)tensorflow\/tensorflow$/u.test(name)) {
    return /(?:^|-)gpu(?:-|$)/u.test(tag) ? { cuda: tensorflowCuda(tag), flavour: undefined } : undefined;
  }
  const inTag = /(?:^|[-_.])cuda-?(\d[\d.]*)/u.exec(tag)?.[1];
  return inTag === undefined ? undefined : { cuda: cudaOfText(inTag), flavour };
}

/** Whether an image's name tells that it is made for GPUs, of whatever maker. */
export function isForGpu(reference: string | undefined): boolean {
  return (
    reference !== undefined &&
    (cudaBase(reference) !== undefined ||
      /nvidia|cuda|gpu|rocm|vllm|rapids|l4t|jetson|pytorch\/pytorch/iu.test(reference))
  );
}

const generalPurpose =
  /(?:^|\/)(?:python|debian|ubuntu|alpine|fedora|rockylinux|almalinux|amazonlinux|busybox|node|buildpack-deps|miniconda3|anaconda3|miniforge3|micromamba|uv)(?::|@|$)/u;

/** Whether it is one of the general-purpose images that are known to have no CUDA. */
export function hasNoCuda(reference: string | undefined): boolean {
  return reference !== undefined && !isForGpu(reference) && generalPurpose.test(reference);
}
