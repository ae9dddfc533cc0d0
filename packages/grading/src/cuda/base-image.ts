import { tensorflowCuda } from './framework-builds.ts';
import { cudaOfText } from './version.ts';
import type { CudaVersion } from './version.ts';

/** The CUDA version and flavour given by the name of a base image. */
export interface CudaBase {
  /** Undefined if the tag does not name it. */
  cuda: CudaVersion | undefined;
  /**
   * `base` has only the runtime library, `runtime` has all libraries, `devel` also has headers and the
   * compiler.
   */
  flavour: 'base' | 'runtime' | 'devel' | undefined;
}

/**
 * Reads `nvidia/cuda`, `pytorch/pytorch`, `tensorflow/tensorflow:…-gpu` and similar names, from any registry;
 * undefined for any other image.
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

/** Whether the name of an image shows that it is made for GPUs of any vendor. */
export function isForGpu(reference: string | undefined): boolean {
  return (
    reference !== undefined &&
    (cudaBase(reference) !== undefined ||
      /nvidia|cuda|gpu|rocm|vllm|rapids|l4t|jetson|pytorch\/pytorch/iu.test(reference))
  );
}

const generalPurpose =
  /(?:^|\/)(?:python|debian|ubuntu|alpine|fedora|rockylinux|almalinux|amazonlinux|busybox|node|buildpack-deps|miniconda3|anaconda3|miniforge3|micromamba|uv)(?::|@|$)/u;

/** Whether an image is one of the general-purpose images known to have no CUDA. */
export function hasNoCuda(reference: string | undefined): boolean {
  return reference !== undefined && !isForGpu(reference) && generalPurpose.test(reference);
}
