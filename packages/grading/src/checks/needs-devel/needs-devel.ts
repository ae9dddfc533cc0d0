import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { Instruction, Stage } from '@dfm/dockerfile/syntax/model';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { walkStages } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noTrace } from '../../check/skipped.ts';
import { cudaBase, hasNoCuda } from '../../cuda/base-image.ts';
import { seconds } from '../../verdict/wording.ts';
import { bringsNvcc, compilesCuda } from './cuda-compile.ts';

export const needsDevel: Check = {
  meta: {
    id: 'needs-devel',
    title: 'CUDA code is compiled where there is no CUDA compiler',
    axis: 'gpu',
    topic: 'gpu',
    severity: 'error',
    defaultPoints: 5,
    needs: ['static', 'trace'],
    also: [],
    detects:
      'nvcc, CMake with CUDA, and Python packages that compile CUDA code when they are installed (flash-attn, apex, mamba-ssm, pycuda …), on a base without nvcc: -runtime, -base, or a plain Python or Debian image.',
    why: 'Only the -devel tags have nvcc and the headers. On a -runtime or -base tag such a build ends with "nvcc not found" or CUDA_HOME not set, often after minutes.',
    fix: 'Compile in a stage on the -devel tag of the same version and copy the wheel or the program into the -runtime stage; or install cuda-nvcc and the -dev packages in the build stage.',
    bad: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN pip install --no-build-isolation flash-attn==2.7.4',
    good: 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build\nRUN pip wheel --no-build-isolation -w /wheels flash-attn==2.7.4',
  },
  findings,
  measure,
};

function findings(input: BuildSource): StaticFinding[] {
  const { dockerfile } = input;
  const found: StaticFinding[] = [];
  if (!dockerfile.instructions.some(({ keyword }) => keyword === 'RUN')) return found;
  /** Whether a stage has a compiler: by its base, from its parent or by an instruction so far. */
  const equipped: boolean[] = [];
  const requests = new Map(pythonRequests(input).map((request) => [request.command, request]));
  const lacksNvcc = (stage: Stage): boolean => {
    const flavour = cudaBase(stage.base.resolved)?.flavour;
    return flavour === 'runtime' || flavour === 'base' || hasNoCuda(stage.base.resolved);
  };
  walkStages(dockerfile, (instruction, { shell, variables }, stage) => {
    equipped[stage.index] ??=
      stage.parent === undefined
        ? !lacksNvcc(stage)
        : (equipped[stage.parent] ?? !lacksNvcc(dockerfile.stages[stage.parent]!));
    if (equipped[stage.index] === true) return;
    if (copiesToolkit(instruction)) equipped[stage.index] = true;
    for (const command of shellCommands(instruction, shell)) {
      if (bringsNvcc(command)) equipped[stage.index] = true;
      if (equipped[stage.index] === true) return;
      const what = compilesCuda(command, requests.get(command), variables);
      if (what === undefined) continue;
      found.push({
        ...rangeOfSpan(command.span),
        message: `${what} compiles CUDA code, and ${stage.base.resolved ?? 'this base'} has no nvcc. Do this in a stage on a -devel CUDA base and copy the result.`,
      });
    }
  });
  return found;
}

function copiesToolkit({ keyword, args, flags }: Instruction): boolean {
  const mounted = flags.some(
    ({ name, value }) => name === 'mount' && (value ?? '').includes('/usr/local/cuda'),
  );
  return (
    mounted ||
    ((keyword === 'COPY' || keyword === 'ADD') && /\/usr\/local\/cuda(?:-[\d.]+)?(?:\/|\s|$)/u.test(args))
  );
}

function measure({ evidence: { cold }, findings: found }: MeasuredInput): Measured {
  if (cold === undefined) return noTrace;
  const [first] = found;
  const steps = cold.steps.filter((step) =>
    found.some(
      (finding) =>
        step.line !== undefined &&
        finding.line >= step.line &&
        !cold.steps.some(
          (other) => other.line !== undefined && other.line > step.line! && other.line <= finding.line,
        ),
    ),
  );
  const failed = steps.find((step) => step.error !== null && step.error !== undefined);
  if (failed !== undefined)
    return {
      status: 'fail',
      line: failed.line,
      message: `The step ends with an error, and the base has no CUDA compiler: ${failed.error!.slice(0, 200)}.`,
      evidence: [],
    };
  if (first === undefined)
    return { status: 'pass', message: 'No step compiles CUDA code on a base without a compiler.' };
  const [step] = steps;
  return {
    status: 'pass',
    message: `The step on line ${first.line} went through${step === undefined ? '' : ` in ${seconds(step.ms)}`}: what it installs was built already, or it found a compiler.`,
  };
}
