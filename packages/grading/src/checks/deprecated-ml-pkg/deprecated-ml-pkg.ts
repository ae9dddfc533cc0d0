import type { QuickFix } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { installsPackages, packageCommand } from '@dfm/dockerfile/shell/package-command';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { pythonPackages } from '../../image/python-packages.ts';
import { meantInstead, replacedPackage } from './replaced-packages.ts';

export const deprecatedMlPkg: Check = {
  meta: {
    id: 'deprecated-ml-pkg',
    title: 'A package that was replaced or given up',
    axis: 'build',
    topic: 'ml',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects:
      'Machine-learning packages whose project renamed them, stopped them or never published under that name, and nightly builds: tensorflow-gpu, sklearn, fbprophet, gym, nvidia-docker2, tf-nightly and others.',
    why: 'Such a package gets no fixes, stays behind on old versions of Python and CUDA, or refuses to install at all. A nightly build is another program every day and is deleted after a while.',
    fix: 'Install the package that took its place, at a released version.',
    bad: 'RUN pip install --no-cache-dir tensorflow-gpu==2.10.0',
    good: 'RUN pip install --no-cache-dir "tensorflow[and-cuda]==2.17.0"',
  },
  findings,
  measure,
};

function findings(input: BuildSource): StaticFinding[] {
  if (!input.dockerfile.instructions.some(({ keyword }) => keyword === 'RUN')) return [];
  const python = pythonRequests(input).flatMap((request) => {
    const place = rangeOfSpan(request.command.span);
    const outdated = request.requirements.flatMap((requirement) => {
      const said = replacedPackage(requirement);
      const fix =
        requirement.where === undefined
          ? rename(request.command, requirement.name, input.dockerfile)
          : undefined;
      return said === undefined
        ? []
        : [
            {
              ...place,
              fix,
              message: `${requirement.where === undefined ? '' : `${requirement.where}: `}${said}`,
            },
          ];
    });
    const nightly =
      request.nightly && outdated.length === 0
        ? [
            {
              ...place,
              message:
                'The index is one of nightly builds: what it has today is gone in some weeks. Install a release.',
            },
          ]
        : [];
    return [...outdated, ...nightly];
  });
  const others = everyRunStep(input.dockerfile).flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const call = packageCommand(command);
      const system =
        call !== undefined && installsPackages(call)
          ? call.packages
              .map(({ name }) => name.split('=', 1)[0]!)
              .find((name) => /^nvidia-docker2?$/u.test(name))
          : undefined;
      if (system !== undefined)
        return [
          {
            ...rangeOfSpan(command.span),
            message: `${system} was replaced by nvidia-container-toolkit, and it belongs on the host, not in an image.`,
          },
        ];
      const name = baseName(command.words[0]!);
      if (
        !/^(?:conda|mamba|micromamba|poetry|pdm|pipenv)$/u.test(name) ||
        !command.words.some((word) => word === 'install' || word === 'add' || word === 'create')
      )
        return [];
      // conda-forge still has tensorflow-gpu, as a name for the GPU build.
      const said = command.words
        .map((word) =>
          replacedPackage(
            {
              name: word
                .replace(/^.*::/u, '')
                .split(/[=<>~[]/u, 1)[0]!
                .toLowerCase(),
              extras: [],
            },
            name,
          ),
        )
        .find((found) => found !== undefined);
      return said === undefined ? [] : [{ ...rangeOfSpan(command.span), message: said }];
    }),
  );
  return [...python, ...others].sort((a, b) => a.line - b.line || a.column - b.column);
}

/**
 * Writes the package that was meant, where the name stands alone: a version belongs to the one it was written
 * for.
 */
function rename(
  { words, wordEnds }: ShellCommand,
  name: string,
  { lines }: Dockerfile,
): QuickFix | undefined {
  const meant = Object.hasOwn(meantInstead, name) ? meantInstead[name] : undefined;
  const at = words.findIndex(
    (word, i) => i > 0 && word.toLowerCase() === name && !words[i - 1]!.startsWith('-'),
  );
  const end = wordEnds[at];
  if (meant === undefined || end === undefined) return undefined;
  const line = lines[end.line - 1]!;
  const start = end.column - 1 - name.length;
  if (line.slice(start, end.column - 1).toLowerCase() !== name) return undefined;
  return {
    title: `Write ${meant}`,
    startLine: end.line,
    endLine: end.line,
    text: `${line.slice(0, start)}${meant}${line.slice(end.column - 1)}`,
  };
}

function measure({ evidence: { image }, replay, layerLines, findings: found }: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const outdated = pythonPackages(replay).flatMap(({ name, version, layer }) => {
    const said = layer < replay.baseLayers ? undefined : replacedPackage({ name, extras: [] });
    return said === undefined ? [] : [{ name, version, layer, said }];
  });
  const evidence = outdated
    .slice(0, 5)
    .map(({ name, version }) => ({ label: name, value: version, unit: 'text' as const }));
  const [first] = outdated;
  if (first !== undefined)
    return {
      status: 'fail',
      line: layerLines[first.layer],
      message: `The image has ${first.name} ${first.version}. ${first.said}`,
      evidence,
    };
  const [hint] = found;
  if (hint === undefined)
    return { status: 'pass', message: 'The image has no package that is known to be given up.' };
  return { status: 'pass', message: `The package that line ${hint.line} names is not in the final image.` };
}
