/**
 * Variables that official images set with ENV according to their Dockerfiles. The table is small; images not
 * in it count as unknown.
 */
const variablesOf: Readonly<Record<string, RegExp>> = {
  'nvidia/cuda': /^(?:LD_LIBRARY_PATH|LIBRARY_PATH|NVARCH|NVIDIA_\w+|NV_\w+|CUDA_VERSION|NCCL_VERSION)$/u,
  'nvidia/pytorch': /^(?:LD_LIBRARY_PATH|CUDA_\w+|NVIDIA_\w+|PYTORCH_\w+)$/u,
  'pytorch/pytorch': /^(?:LD_LIBRARY_PATH|NVIDIA_\w+|PYTORCH_VERSION)$/u,
  python: /^(?:PYTHON_\w+|LANG|GPG_KEY)$/u,
  node: /^(?:NODE_VERSION|YARN_VERSION)$/u,
  golang: /^(?:GOPATH|GOLANG_VERSION|GOTOOLCHAIN)$/u,
  rust: /^(?:CARGO_HOME|RUSTUP_HOME|RUST_VERSION)$/u,
  jupyter: /^(?:CONDA_DIR|NB_USER|NB_UID|NB_GID|HOME|LANG|LC_ALL|SHELL)$/u,
};

/** Whether an image is known to set a variable. */
export function isSetByBase(image: string | undefined, variable: string): boolean {
  if (image === undefined) return false;
  const name = image.split(/[:@]/u, 1)[0]!;
  const known = Object.keys(variablesOf).find(
    (key) => name === key || name.endsWith(`/${key}`) || (key === 'jupyter' && name.includes('jupyter/')),
  );
  return known !== undefined && variablesOf[known]!.test(variable);
}
