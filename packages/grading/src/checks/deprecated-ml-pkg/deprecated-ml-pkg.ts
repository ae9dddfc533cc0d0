import type { QuickFix } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pythonRequests, type PythonRequest } from '@dfm/dockerfile/python/python-requests';
import { installsPackages, packageCommand } from '@dfm/dockerfile/shell/package-command';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { pythonPackages } from '../../image/python-packages.ts';
import { intendedPackages, replacedPackage } from './replaced-packages.ts';

export const deprecatedMlPkg: Check = {
  meta: {
    id: 'deprecated-ml-pkg',
    title: 'Renamed or discontinued package',
    axis: 'build',
    topic: 'ml',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects:
      'Machine-learning packages that were renamed or discontinued, or that never existed under that name, and nightly builds: tensorflow-gpu, sklearn, fbprophet, gym, nvidia-docker2, tf-nightly and others.',
    why: 'Such a package gets no fixes, requires old versions of Python and CUDA, or cannot be installed at all. A nightly build is different every day and is deleted after a while.',
    fix: 'Install a released version of the replacement.',
    bad: 'RUN pip install --no-cache-dir tensorflow-gpu==2.10.0',
    good: 'RUN pip install --no-cache-dir "tensorflow[and-cuda]==2.17.0"',
  },
  findings,
  measure,
};

function findings(input: BuildSource): StaticFinding[] {
  if (!input.dockerfile.instructions.some(({ keyword }) => keyword === 'RUN')) return [];
  const python = pythonRequests(input).flatMap((request) => pythonFindings(request, input.dockerfile));
  const others = everyRunStep(input.dockerfile).flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const message = systemAdvice(command) ?? environmentAdvice(command);
      return message === undefined ? [] : [{ ...rangeOfSpan(command.span), message }];
    }),
  );
  return [...python, ...others].sort((a, b) => a.line - b.line || a.column - b.column);
}

function pythonFindings(request: PythonRequest, dockerfile: Dockerfile): StaticFinding[] {
  const range = rangeOfSpan(request.command.span);
  const outdated = request.requirements.flatMap((requirement) => {
    const advice = replacedPackage(requirement);
    if (advice === undefined) return [];
    const { where, name } = requirement;
    return where === undefined
      ? [{ ...range, fix: rename(request.command, name, dockerfile), message: advice }]
      : [{ ...range, message: `${where}: ${advice}` }];
  });
  if (outdated.length > 0 || !request.nightly) return outdated;
  return [
    {
      ...range,
      message: 'This is an index of nightly builds, which are deleted after a few weeks. Install a release.',
    },
  ];
}

/** For a command of the system's package manager. */
function systemAdvice(command: ShellCommand): string | undefined {
  const call = packageCommand(command);
  if (call === undefined || !installsPackages(call)) return undefined;
  const name = call.packages
    .map((each) => each.name.split('=', 1)[0]!)
    .find((each) => /^nvidia-docker2?$/u.test(each));
  if (name === undefined) return undefined;
  return `${name} was replaced by nvidia-container-toolkit, which belongs on the host, not in an image.`;
}

/** For a command of conda or of a tool that manages a project's environment. */
function environmentAdvice({ words }: ShellCommand): string | undefined {
  const tool = baseName(words[0]!);
  if (
    !/^(?:conda|mamba|micromamba|poetry|pdm|pipenv)$/u.test(tool) ||
    !words.some((word) => word === 'install' || word === 'add' || word === 'create')
  )
    return undefined;
  for (const word of words) {
    const name = word
      .replace(/^.*::/u, '')
      .split(/[=<>~[]/u, 1)[0]!
      .toLowerCase();
    // conda-forge still has tensorflow-gpu as a name for the GPU build.
    const advice = replacedPackage({ name, extras: [] }, tool);
    if (advice !== undefined) return advice;
  }
  return undefined;
}

/**
 * A fix that writes the intended package, only if there is no version, because a version belongs to the
 * package it was written for.
 */
function rename(
  { words, wordEnds }: ShellCommand,
  name: string,
  { lines }: Dockerfile,
): QuickFix | undefined {
  const intended = Object.hasOwn(intendedPackages, name) ? intendedPackages[name] : undefined;
  const at = words.findIndex(
    (word, i) => i > 0 && word.toLowerCase() === name && !words[i - 1]!.startsWith('-'),
  );
  const end = wordEnds[at];
  if (intended === undefined || end === undefined) return undefined;
  const line = lines[end.line - 1]!;
  const start = end.column - 1 - name.length;
  if (line.slice(start, end.column - 1).toLowerCase() !== name) return undefined;
  return {
    title: `Replace with ${intended}`,
    startLine: end.line,
    endLine: end.line,
    text: `${line.slice(0, start)}${intended}${line.slice(end.column - 1)}`,
  };
}

function measure({ evidence: { image }, replay, layerLines, findings: found }: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const outdated = pythonPackages(replay).flatMap(({ name, version, layer }) => {
    const advice = layer < replay.baseLayers ? undefined : replacedPackage({ name, extras: [] });
    return advice === undefined ? [] : [{ name, version, layer, advice }];
  });
  const evidence = outdated
    .slice(0, 5)
    .map(({ name, version }) => ({ label: name, value: version, unit: 'text' as const }));
  const [first] = outdated;
  if (first !== undefined)
    return {
      status: 'fail',
      line: layerLines[first.layer],
      message: `The image contains ${first.name} ${first.version}. ${first.advice}`,
      evidence,
    };
  const [hint] = found;
  if (hint === undefined)
    return { status: 'pass', message: 'The image contains no package that is known to be discontinued.' };
  return { status: 'pass', message: `The package named on line ${hint.line} is not in the final image.` };
}
