import { formatBytes } from '@dfm/contracts/quantity';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { parseDockerignore } from '@dfm/dockerfile/context/dockerignore';
import { copyOf, isWholeContext } from '@dfm/dockerfile/copies/copies';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';

export const dockerignoreMissing: Check = {
  meta: {
    id: 'dockerignore-missing',
    title: 'Missing .dockerignore',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['context'],
    also: [],
    detects:
      'A COPY of a folder from the build context without a .dockerignore, or with one that excludes nothing.',
    why: 'The COPY then includes everything: the .git folder, virtual environments, data, notebooks, credentials. All of it becomes part of the image, and a change to any of it is a cache miss.',
    fix: 'Add a .dockerignore next to the Dockerfile and list everything that the image does not need.',
    bad: '# no .dockerignore\nCOPY . .',
    good: '# .dockerignore\n.git\n.venv\n__pycache__\ndata\n*.ipynb',
  },
  findings,
  measure,
};

function findings({ dockerfile, context }: BuildSource): StaticFinding[] {
  if (context === undefined || excludesAnything(context.dockerignore)) return [];
  const folders = new Set(context.files.flatMap(({ path }) => parents(path)));
  const copiesFolder = (source: string) =>
    isWholeContext(source) || folders.has(source.replace(/^\.?\/+/u, '').replace(/\/+$/u, ''));
  const wide = dockerfile.instructions.find((instruction) =>
    copyOf(instruction, dockerfile)?.sources.some(copiesFolder),
  );
  if (wide === undefined) return [];
  const state =
    context.dockerignore === undefined ? 'There is no .dockerignore' : 'The .dockerignore excludes nothing';
  return [
    {
      ...rangeOf(wide),
      message: `${state}, so this copies everything in the folder. List everything that the image does not need, such as .git, .venv and data.`,
    },
  ];
}

function measure({ dockerfile, evidence: { context } }: MeasuredInput): Measured {
  const sent = context.files.reduce((sum, file) => sum + file.bytes, 0);
  const evidence = [
    { label: 'Context before .dockerignore', value: context.totalBytesBefore, unit: 'bytes' as const },
    { label: 'Context after it', value: sent, unit: 'bytes' as const },
  ];
  const [found] = findings({ dockerfile, context });
  if (found !== undefined)
    return { status: 'fail', line: found.line, endLine: found.endLine, message: found.message, evidence };
  if (!excludesAnything(context.dockerignore))
    return {
      status: 'pass',
      message: 'No complete folder of the context is copied, so nothing is included by accident.',
      evidence,
    };
  return {
    status: 'pass',
    message: `With the .dockerignore, the builder receives ${formatBytes(sent)} of ${formatBytes(context.totalBytesBefore)}.`,
    evidence,
  };
}

function excludesAnything(dockerignore: string | undefined): boolean {
  return parseDockerignore(dockerignore ?? '').rules.some(({ exception }) => !exception);
}

function parents(path: string): string[] {
  const found: string[] = [];
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1))
    found.push(path.slice(0, slash));
  return found;
}
