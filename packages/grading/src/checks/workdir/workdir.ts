import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pathsOf } from '@dfm/dockerfile/copies/copies';
import { baseName, shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { rangeInArgs, rangeOf, rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { walkStages } from '@dfm/dockerfile/syntax/stages';
import type { StageState } from '@dfm/dockerfile/syntax/stages';
import { substitute } from '@dfm/dockerfile/syntax/substitute';
import { unquote } from '@dfm/dockerfile/syntax/words';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { isWindowsPath } from './windows-path.ts';

const relative = ['DL3000', 'DS-0009', 'CKV_DOCKER_10', 'kics:workdir-path-not-absolute'];
const also = {
  relative: [...relative, 'WorkdirRelativePath'],
  relativeToAnother: relative,
  cd: ['DL3003', 'DS-0013', 'kics:run-instruction-using-cd-instead-of-workdir'],
  copy: ['DL3045'],
  add: [],
};

export const workdir: Check = {
  meta: {
    id: 'workdir',
    title: 'The working directory is left to chance',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects: 'A relative WORKDIR, a COPY to a relative path before any WORKDIR, and cd in a RUN.',
    why: "What is relative starts from the base image's directory, which another version of the base may change. A cd is forgotten at the end of its RUN: the next step starts from the old place.",
    fix: 'Set an absolute WORKDIR once, above the first COPY, and leave cd out.',
    bad: 'FROM python:3.11-slim-bookworm\nWORKDIR app\nCOPY . .\nRUN cd src && python setup.py build',
    good: 'FROM python:3.11-slim-bookworm\nWORKDIR /app\nCOPY . .\nWORKDIR /app/src\nRUN python setup.py build',
  },
  findings,
};

const concerned = new Set(['WORKDIR', 'RUN', 'COPY', 'ADD']);

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  if (!dockerfile.instructions.some(({ keyword }) => concerned.has(keyword))) return found;
  /** Whether a stage, or one it is built FROM, has had a WORKDIR. */
  const isSet: boolean[] = [];
  /** Stages with a COPY reported: the first is enough. */
  const reported = new Set<number>();
  walkStages(dockerfile, (instruction, state, { index, parent }) => {
    isSet[index] ??= parent !== undefined && isSet[parent] === true;
    const { keyword } = instruction;
    if (keyword === 'WORKDIR') {
      found.push(...relativeWorkdir(instruction, state, isSet[index], dockerfile.escape));
      isSet[index] = true;
    } else if (keyword === 'RUN') {
      found.push(...changedDirectory(instruction, state));
    } else if (!isSet[index] && !reported.has(index)) {
      const destination = pathsOf(instruction, dockerfile).at(-1);
      if (destination === undefined || isAbsolute(destination) || endsInWindowsPath(instruction)) return;
      reported.add(index);
      found.push({
        ...rangeOf(instruction),
        also: keyword === 'COPY' ? also.copy : also.add,
        message: `No WORKDIR is set above, so "${truncate(destination)}" lies wherever the base image's own is, often in /. Set an absolute WORKDIR above this line.`,
      });
    }
  });
  return found;
}

/** A path that begins with a variable counts as absolute: what is in it cannot be told. */
function isAbsolute(path: string): boolean {
  return path.startsWith('/') || path.startsWith('$') || isWindowsPath(path);
}

/** Where the backslash is the escape character, little is left of `C:\data` once it is read. */
function endsInWindowsPath({ words }: Instruction): boolean {
  return isWindowsPath(words.at(-1) ?? '');
}

function relativeWorkdir(
  instruction: Instruction,
  { variables }: StageState,
  isSet: boolean,
  escape: string,
): StaticFinding[] {
  const { args } = instruction;
  if (args === '' || isWindowsPath(args)) return [];
  const path = substitute(args, variables, escape) ?? unquote(args, escape);
  if (isAbsolute(path)) return [];
  const place = rangeInArgs(instruction, 0, args.length);
  if (isSet)
    return [
      {
        ...place,
        also: also.relativeToAnother,
        severity: 'info',
        message: `This is relative to the WORKDIR before it. Written out from / it can be read without searching.`,
      },
    ];
  return [
    {
      ...place,
      also: also.relative,
      message: `"${truncate(path)}" is relative to whatever directory the base image has. Write an absolute path, such as /${truncate(path.replace(/^[./~]+/u, ''))}.`,
    },
  ];
}

function changedDirectory(run: Instruction, { shell }: StageState): StaticFinding[] {
  // A script of `sh -c` that changes its directory ends with it.
  const command = shellCommands(run, shell).find(
    ({ words, innerShell }) => innerShell === undefined && baseName(words[0]!) === 'cd',
  );
  if (command === undefined) return [];
  return [
    {
      ...rangeOfSpan(command.span),
      also: also.cd,
      severity: 'info',
      message:
        'This cd holds for the rest of this RUN only. Where the steps below belong there too, set WORKDIR instead.',
    },
  ];
}
