import type { PythonRequest } from '@dfm/dockerfile/python/python-requests';
import { normalised } from '@dfm/dockerfile/python/requirement';
import { installsPackages, packageCommand } from '@dfm/dockerfile/shell/package-command';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import type { Variables } from '@dfm/dockerfile/syntax/variables';

/** Packages with CUDA code that the index has only as source. */
const compiledAtInstall: ReadonlySet<string> = new Set([
  'flash-attn',
  'causal-conv1d',
  'mamba-ssm',
  'pycuda',
  'apex',
  'tiny-cuda-nn',
  'tinycudann',
  'nvidia-apex',
  'grouped-gemm',
  'torch-scatter',
  'torch-sparse',
  'torch-cluster',
  'torch-spline-conv',
  'pointnet2-ops',
  'diff-gaussian-rasterization',
  'simple-knn',
]);
/** Repositories whose setup compiles CUDA code. */
const sourceWithCuda =
  /(?:^|\/)(?:apex|flash-attention|tiny-cuda-nn|mamba|causal-conv1d|pytorch3d|detectron2|vllm|xformers|transformerengine|gptq-for-llama|exllamav?2?|sageattention|nvdiffrast|deepspeed|auto-?gptq|diff-gaussian-rasterization|minkowskiengine|bitsandbytes)(?:\.git)?(?:[@#/]|$)/iu;
/** Names of variables that enable the CUDA code of a package when it is compiled. */
const cudaSwitch =
  /^(?:TORCH_CUDA_ARCH_LIST|FORCE_CUDA|MMCV_WITH_OPS|BUILD_CUDA_EXT|APEX_CUDA_EXT|CUDA_EXT|DS_BUILD_\w+|GGML_CUDA|LLAMA_CUBLAS)$/u;
const cmakeCuda =
  /-D(?:GGML|LLAMA|WHISPER|USE|WITH|ENABLE|BUILD)_?(?:CUDA|CUBLAS|CUDNN)(?::BOOL)?=(?:on|1|true|yes)\b|-DCMAKE_CUDA_ARCHITECTURES|-DCMAKE_CUDA_COMPILER|-Dtensorrt/iu;

/**
 * The part of a command that compiles CUDA code; undefined if no part is known to.
 *
 * @param request the requirements of {@link command} if it is a pip or uv install
 */
export function compilesCuda(
  command: ShellCommand,
  request: PythonRequest | undefined,
  variables: Variables,
): string | undefined {
  const { words, assignments } = command;
  const name = baseName(words[0]!);
  if (name === 'nvcc')
    return words.some((word) => /^(?:--version|-V|--help|-h)$/u.test(word)) && words.length === 2
      ? undefined
      : 'nvcc';
  const setting = (key: string) => assignments.get(key) ?? variables.get(key);
  if (name === 'cmake') return cmakeCuda.test(words.join(' ')) ? 'cmake' : undefined;
  const isSetup =
    /^python[\d.]*$/u.test(name) &&
    words.some((word) => baseName(word) === 'setup.py') &&
    words.some((word) => /^(?:install|develop|build|build_ext|bdist_wheel)$/u.test(word));
  if (isSetup)
    return hasSwitch(assignments, variables.known()) || words.some((word) => word === '--cuda_ext')
      ? 'setup.py'
      : undefined;
  if (request === undefined) return undefined;
  if (
    /^(?:1|true|on)$/iu.test(setting('FLASH_ATTENTION_SKIP_CUDA_BUILD') ?? '') ||
    words.some((word) => /^--only-binary(?:=|$)/u.test(word))
  )
    return undefined;
  const source = request.requirements.find(
    (requirement) =>
      compiledAtInstall.has(requirement.name) && !requirement.direct && requirement.local === undefined,
  );
  // A different index, or a page of links, may have prebuilt wheels of these packages.
  if (source !== undefined && !request.ownIndex) return source.name;
  const repository = words.find(
    (word) => /git\+|\.git(?:[@#]|$)|\/archive\//u.test(word) && sourceWithCuda.test(word),
  );
  if (repository !== undefined)
    return normalised(
      sourceWithCuda
        .exec(repository)![0]
        .replace(/^\//u, '')
        .replace(/\.git.*$|[@#/]$/gu, ''),
    );
  if (words.some((word) => word.includes('--cuda_ext'))) return 'the extension';
  if (
    request.requirements.some(
      (requirement) => requirement.name === 'llama-cpp-python' && !request.ownIndex,
    ) &&
    cmakeCuda.test(setting('CMAKE_ARGS') ?? '')
  )
    return 'llama-cpp-python';
  // A variable set before the command is meant for it. One set by ENV may be for a later step, unless the
  // install builds against the installed torch.
  return hasSwitch(assignments) || (words.includes('--no-build-isolation') && hasSwitch(variables.known()))
    ? 'this install'
    : undefined;
}

function hasSwitch(...sources: ReadonlyMap<string, string>[]): boolean {
  return sources.some((source) =>
    [...source].some(([key, value]) => cudaSwitch.test(key) && value !== '' && value !== '0'),
  );
}

/**
 * Whether a command installs nvcc: from the repository of NVIDIA or the distribution, with conda, or with
 * NVIDIA's installer.
 */
export function installsNvcc(command: ShellCommand): boolean {
  const call = packageCommand(command);
  const isTool = (name: string) =>
    /^(?:cuda-(?:nvcc|toolkit|compiler|minimal-build|libraries-dev|command-line-tools)(?:-\d+-\d+)?|cuda(?:-\d+-\d+)?|nvidia-cuda-toolkit(?:-gcc)?|nvidia-cuda-dev|cudatoolkit-dev)$/u.test(
      name,
    );
  if (call !== undefined)
    return installsPackages(call) && call.packages.some(({ name }) => isTool(name.split('=', 1)[0]!));
  const name = baseName(command.words[0]!);
  if (/^(?:conda|mamba|micromamba)$/u.test(name))
    return command.words.some((word) => isTool(word.replace(/^.*::/u, '').split(/[=<>]/u, 1)[0]!));
  return command.words.some(
    (word) =>
      /^cuda_[\w.]+_linux(?:_\w+)?\.run$/u.test(baseName(word)) ||
      /^nvidia-cuda-nvcc(?:-cu\d+)?(?:[=<>~].*)?$/u.test(word),
  );
}
