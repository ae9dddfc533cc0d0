import { formatBytes } from '@dfm/contracts/quantity';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { rangeInArgs } from '@dfm/dockerfile/syntax/source-range';
import { finalStage, stageChain } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage, skipped } from '../../check/skipped.ts';
import { cudaBase } from '../../cuda/base-image.ts';
import { listed } from '../../verdict/wording.ts';

export const develInFinal: Check = {
  meta: {
    id: 'devel-in-final',
    title: 'CUDA compiler in the final image',
    axis: 'gpu',
    topic: 'gpu',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects:
      'A final image that is built on a -devel CUDA base, or that contains nvcc, CUDA headers and static CUDA libraries.',
    why: 'Running a model only needs the driver of the host and the CUDA libraries. The compiler, headers and static libraries of a -devel base are only needed during the build. They take several gigabytes and are pulled by every node.',
    fix: 'Compile in a stage that is built on the -devel base. Start the final stage from the -runtime or -base tag of the same version and copy the result into it.',
    bad: 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nCOPY . /app\nCMD ["python3", "/app/serve.py"]',
    good: 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build\nRUN pip wheel -w /wheels flash-attn==2.7.4\n\nFROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCOPY --from=build /wheels /wheels',
  },
  findings,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const root = stageChain(dockerfile, finalStage(dockerfile))[0];
  if (root === undefined || root.parent !== undefined || cudaBase(root.base.resolved)?.flavour !== 'devel')
    return [];
  return [
    {
      ...rangeInArgs(root.from, 0, root.base.written.length),
      message:
        'The final image is built on a -devel CUDA base, which includes the compiler and headers. Use this base only in a build stage, and start the final stage from the -runtime tag.',
    },
  ];
}

const toolkitPath =
  /^usr\/local\/cuda(?:-[\d.]+)?\/(?:bin\/(?:nvcc|ptxas|cicc|cudafe\+\+|fatbinary|nvlink)$|nvvm\/|include\/|.*\/include\/|.*\.a$)/u;

function measure({
  evidence: { image },
  replay,
  layerLines,
  findings: found,
  dockerfile,
}: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  if (image.base?.standIn === true && found.length > 0)
    return skipped('Not measured: the image was built on a stand-in for its base image.');
  const shipped = [...replay.live, ...replay.waste].filter(
    (item) => item.bytes > 0 && toolkitPath.test(item.path),
  );
  const bytes = shipped.reduce((sum, item) => sum + item.bytes, 0);
  const measured = {
    label: 'CUDA compiler, headers and static libraries',
    value: bytes,
    unit: 'bytes' as const,
    wanted: 0,
  };
  const [largest] = shipped.sort((a, b) => b.bytes - a.bytes);
  if (largest === undefined || !shipped.some(({ path }) => /\/(?:nvcc|ptxas|cicc)$|\.a$/u.test(path)))
    return { status: 'pass', message: 'The image contains no CUDA compiler.', evidence: [measured] };
  return {
    status: 'fail',
    line: layerLines[largest.layer] ?? stageChain(dockerfile, finalStage(dockerfile))[0]?.from.startLine,
    message: `The image contains ${formatBytes(bytes)} of CUDA compiler, headers and static libraries, such as ${listed(shipped.slice(0, 2).map((item) => `/${item.path}`))}.`,
    evidence: [measured],
  };
}
