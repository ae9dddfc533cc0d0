import { formatDuration } from '@dfm/contracts/quantity';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Instruction, Stage } from '@dfm/dockerfile/syntax/model';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { walkStages } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noTrace } from '../../check/skipped.ts';
import { cudaBase, hasNoCuda } from '../../cuda/base-image.ts';
import { installsNvcc, compilesCuda } from './cuda-compile.ts';

export const needsDevel: Check = {
  meta: {
    id: 'needs-devel',
    title: 'CUDA code compiled without a CUDA compiler',
    axis: 'gpu',
    topic: 'gpu',
    severity: 'error',
    defaultPoints: 5,
    needs: ['static', 'trace'],
    also: [],
    detects:
      'nvcc, CMake with CUDA, and Python packages that compile CUDA code when they are installed (flash-attn, apex, mamba-ssm, pycuda …), on a base without nvcc: -runtime, -base, or a plain Python or Debian image.',
    why: 'Only the -devel tags contain nvcc and the headers. On a -runtime or -base tag, such a build fails with "nvcc not found" or because CUDA_HOME is not set, often after minutes.',
    fix: 'Compile in a stage on the -devel tag of the same version and copy the wheel or the program into the -runtime stage. Or install cuda-nvcc and the -dev packages in the build stage.',
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
  /** Whether a stage has a compiler so far: from its base, its parent or an instruction. */
  const hasCompiler: boolean[] = [];
  const requests = new Map(pythonRequests(input).map((request) => [request.command, request]));
  const lacksNvcc = (stage: Stage): boolean => {
    const flavour = cudaBase(stage.base.resolved)?.flavour;
    return flavour === 'runtime' || flavour === 'base' || hasNoCuda(stage.base.resolved);
  };
  walkStages(dockerfile, (instruction, { shell, variables }, stage) => {
    hasCompiler[stage.index] ??=
      stage.parent === undefined
        ? !lacksNvcc(stage)
        : (hasCompiler[stage.parent] ?? !lacksNvcc(dockerfile.stages[stage.parent]!));
    if (hasCompiler[stage.index] === true) return;
    if (copiesToolkit(instruction)) hasCompiler[stage.index] = true;
    for (const command of shellCommands(instruction, shell)) {
      if (installsNvcc(command)) hasCompiler[stage.index] = true;
      if (hasCompiler[stage.index] === true) return;
      const what = compilesCuda(command, requests.get(command), variables);
      if (what === undefined) continue;
      found.push({
        ...rangeOfSpan(command.span),
        message: `${what} compiles CUDA code, but ${stage.base.resolved ?? 'this base'} has no nvcc. Do this in a stage on a -devel CUDA base and copy the result.`,
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
    (factsOf(keyword).copiesFiles === true && /\/usr\/local\/cuda(?:-[\d.]+)?(?:\/|\s|$)/u.test(args))
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
      message: `The step fails, and the base has no CUDA compiler: ${failed.error!.slice(0, 200)}.`,
      evidence: [],
    };
  if (first === undefined)
    return { status: 'pass', message: 'No step compiles CUDA code on a base without a compiler.' };
  const [step] = steps;
  return {
    status: 'pass',
    message: `The step on line ${first.line} succeeded${step === undefined ? '' : ` in ${formatDuration(step.ms)}`}: the package was already built, or the step found a compiler.`,
  };
}
