import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { assignmentsOf, finalInstructions, finalStage, stageChain } from '@dfm/dockerfile/syntax/stages';
import { isForGpu } from '../../cuda/base-image.ts';
import { frameworkBuild } from '../../cuda/framework-build.ts';

/**
 * Whether the Dockerfile shows that the image is meant for a GPU: by its base, by a variable of the NVIDIA
 * runtime, or by a CUDA build that it names.
 */
export function targetsGpu(input: BuildSource): boolean {
  const { dockerfile } = input;
  if (isForGpu(stageChain(dockerfile, finalStage(dockerfile))[0]?.base.resolved)) return true;
  if (
    finalInstructions(dockerfile).some(
      (instruction) =>
        instruction.keyword === 'ENV' &&
        assignmentsOf(instruction, dockerfile.escape).some(
          ({ name }) => name === 'NVIDIA_VISIBLE_DEVICES' || name === 'NVIDIA_DRIVER_CAPABILITIES',
        ),
    )
  )
    return true;
  return pythonRequests(input).some((request) => {
    // The default index does not count, because everyone gets its CUDA build.
    if (frameworkBuild(request)?.isChosen === true) return true;
    if (request.build !== undefined && request.build !== 'cpu') return true;
    return request.requirements.some(
      ({ name, extras }) =>
        extras.includes('and-cuda') ||
        extras.includes('cuda') ||
        /^(?:nvidia-[\w-]+-cu\d+|cuda-python|onnxruntime-gpu|faiss-gpu(?:-cu\d+)?|tensorflow-gpu|paddlepaddle-gpu|vllm|tensorrt|bitsandbytes|flash-attn)$/u.test(
          name,
        ),
    );
  });
}
