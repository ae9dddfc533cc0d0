import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { packageInstall, pythonRequirements } from '@dfm/dockerfile/python/python-install';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { flagValues } from '@dfm/dockerfile/syntax/model';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';

export const noCacheMount: Check = {
  meta: {
    id: 'no-cache-mount',
    title: 'Long install without a cache mount',
    axis: 'cache',
    topic: 'cache',
    severity: 'info',
    defaultPoints: 2,
    needs: ['static'],
    also: [],
    detects:
      'A RUN that installs large Python packages, or compiles with cargo or go, without RUN --mount=type=cache.',
    why: 'If one line of the list changes, the entire step runs again and downloads everything again. PyTorch with its CUDA libraries alone is several gigabytes. A cache mount keeps the downloads between builds, outside the image.',
    fix: 'Write RUN --mount=type=cache,target=/root/.cache/pip pip install …, without --no-cache-dir. For uv the target is /root/.cache/uv.',
    bad: 'RUN pip install --no-cache-dir torch transformers',
    good: 'RUN --mount=type=cache,target=/root/.cache/pip pip install torch transformers',
  },
  findings,
};

/** Distributions of hundreds of megabytes, most of which depend on CUDA libraries. */
const large =
  /^(?:torch|torchvision|torchaudio|tensorflow|jax|jaxlib|vllm|cupy-cuda\d+x?|deepspeed|paddlepaddle-gpu|mxnet|nvidia-[\w-]+|tensorrt(?:[-_]\w+)?|pyspark|onnxruntime-gpu|flash-attn|xformers|bitsandbytes)$/u;
/** Programs that compile everything again, with the verbs that do so and the directory of their cache. */
const compilers = new Map([
  ['cargo', { verbs: ['build', 'install'], target: '/usr/local/cargo/registry' }],
  ['go', { verbs: ['build', 'install', 'mod'], target: '/root/.cache/go-build' }],
]);

function findings({ dockerfile, context }: BuildSource): StaticFinding[] {
  return everyRunStep(dockerfile).flatMap(({ instruction, commands }) => {
    // Any cache mount counts, regardless of the tool it is meant for.
    if (flagValues(instruction, 'mount').some((value) => /(?:^|,)type=["']?cache/u.test(value))) return [];
    for (const command of commands) {
      const found = slowStep(command, context);
      if (found !== undefined)
        return [
          {
            ...rangeOfSpan(command.span),
            message: `${found.what} whenever this step runs again. RUN --mount=type=cache,target=${found.target} keeps files for the next build, outside the image.`,
          },
        ];
    }
    return [];
  });
}

function slowStep(
  command: ShellCommand,
  context: BuildContext | undefined,
): { what: string; target: string } | undefined {
  const compiler = compilers.get(baseName(command.words[0]!));
  if (compiler !== undefined)
    return compiler.verbs.includes(command.words[1] ?? '')
      ? { what: `${command.words[0]} starts from scratch`, target: compiler.target }
      : undefined;
  const install = packageInstall(command);
  if (install === undefined) return undefined;
  const { packages, files } = pythonRequirements(command, install);
  const listed = files.flatMap(
    (path) =>
      context?.files.find((file) => file.path === path.replace(/^(?:\.\/|\/.*\/)/u, ''))?.text?.split('\n') ??
      [],
  );
  const heavy = [...packages.map(({ text }) => text), ...listed]
    .map(distribution)
    .find((name) => large.test(name));
  return heavy === undefined
    ? undefined
    : {
        what: `${heavy} is downloaded again`,
        target: install.tool === 'uv' ? '/root/.cache/uv' : '/root/.cache/pip',
      };
}

/** `torch` for `Torch[extra]==2.5 ; python_version > "3.9"`. */
function distribution(requirement: string): string {
  return /^\s*([\w.-]*)/u.exec(requirement)![1]!.toLowerCase().replaceAll(/[._]/gu, '-');
}
