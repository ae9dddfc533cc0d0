import { formatBytes } from '@dfm/contracts/quantity';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { installsPackages, packageCommand } from '@dfm/dockerfile/shell/package-command';
import { runSteps } from '@dfm/dockerfile/shell/run-steps';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { listed } from '../../verdict/wording.ts';

export const toolchainInFinal: Check = {
  meta: {
    id: 'toolchain-in-final',
    title: 'Compiler in the final image',
    axis: 'size',
    topic: 'size',
    severity: 'info',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects: 'Compilers and -dev packages that the final stage installs and keeps.',
    why: 'A toolchain takes 200 MB or more and is only needed for compiling. In the final image, it only adds size and helps attackers.',
    fix: 'Compile in a build stage and copy the result, such as a virtual environment or wheels, into a slim final stage.',
    bad: 'FROM python:3.11-slim-bookworm\nRUN apt-get update && apt-get install -y build-essential && pip install -r requirements.txt',
    good: 'FROM python:3.11-slim-bookworm AS build\nRUN apt-get update && apt-get install -y build-essential && pip wheel -w /wheels -r requirements.txt\n\nFROM python:3.11-slim-bookworm\nRUN --mount=type=bind,from=build,source=/wheels,target=/wheels pip install --no-cache-dir /wheels/*.whl',
  },
  findings,
  measure,
};

const toolPackage =
  /^(?:build-essential|(?:gcc|g\+\+|gfortran|clang|llvm)(?:-\d+)?|cmake|make|cargo|rustc|golang|.+-dev)(?:=.*)?$/u;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const steps = runSteps(dockerfile);
  return steps.flatMap(({ commands }) =>
    commands.flatMap((command, at) => {
      const tools = installedTools(command);
      if (tools.length === 0 || commands.slice(at + 1).some((later) => removes(later, tools))) return [];
      return [
        {
          ...rangeOfSpan(command.span),
          message: `${listed(tools)} ${tools.length === 1 ? 'stays' : 'stay'} in the final image. Compile in a build stage and copy the result.`,
        },
      ];
    }),
  );
}

function installedTools(command: ShellCommand): string[] {
  const call = packageCommand(command);
  if (call === undefined || !installsPackages(call)) return [];
  return call.packages.map(({ name }) => name).filter((name) => toolPackage.test(name));
}

function removes({ words }: ShellCommand, tools: string[]): boolean {
  const removal = words.some((word) => /^(?:purge|remove|autoremove|del|erase)$/u.test(word));
  return (
    removal &&
    tools.some((tool) => words.some((word) => word === tool.split('=', 1)[0] || word.startsWith('$')))
  );
}

/** Paths of the programs in Debian and Alpine. */
const compilerPath =
  /^usr\/(?:local\/)?(?:bin\/(?:[\w-]+-)?(?:gcc|g\+\+|cpp|gfortran|clang|ld\.bfd|cmake|rustc|cargo|go)(?:-[\d.]+)?|lib(?:exec)?\/(?:.*\/)?(?:cc1|cc1plus|f951|lto1))$/u;

function measure({ replay, layerLines }: MeasuredInput): Measured {
  if (replay === undefined) return noImage;
  const tools = replay.live.filter(
    (item) => item.layer >= replay.baseLayers && item.bytes > 0 && compilerPath.test(item.path),
  );
  const bytes = tools.reduce((sum, item) => sum + item.bytes, 0);
  const evidence = [
    { label: 'Compiler programs', value: bytes, unit: 'bytes' as const, wanted: 0 },
    ...tools
      .slice(0, 5)
      .map((item) => ({ label: `/${item.path}`, value: item.bytes, unit: 'bytes' as const })),
  ];
  const [largest] = tools;
  if (largest === undefined)
    return { status: 'pass', message: 'No step adds a compiler to the final image.', evidence };
  return {
    status: 'fail',
    line: layerLines[largest.layer],
    message: `The final image contains a toolchain: ${listed(tools.slice(0, 3).map((item) => `/${item.path}`))}. The programs alone have ${formatBytes(bytes)}.`,
    evidence,
  };
}
