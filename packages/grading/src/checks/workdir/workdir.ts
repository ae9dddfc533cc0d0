import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pathsOf } from '@dfm/dockerfile/copies/copies';
import { baseName, shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
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
    title: 'Relative or missing WORKDIR',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects: 'A relative WORKDIR, a COPY to a relative path before any WORKDIR, and cd in a RUN.',
    why: 'Relative paths start from the working directory of the base image, which a different version of the base may change. The effect of a cd ends with its RUN: the next step starts in the old directory.',
    fix: 'Set an absolute WORKDIR once, above the first COPY, and do not use cd.',
    bad: 'FROM python:3.11-slim-bookworm\nWORKDIR app\nCOPY . .\nRUN cd src && python setup.py build',
    good: 'FROM python:3.11-slim-bookworm\nWORKDIR /app\nCOPY . .\nWORKDIR /app/src\nRUN python setup.py build',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  if (!dockerfile.instructions.some(({ keyword }) => factsOf(keyword).step)) return found;
  /** Whether a stage, or one it is built FROM, has had a WORKDIR. */
  const isSet: boolean[] = [];
  /** Stages with a reported COPY. Only the first is reported. */
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
        message: `There is no WORKDIR above, so "${truncate(destination)}" is relative to the working directory of the base image, often /. Set an absolute WORKDIR above this line.`,
      });
    }
  });
  return found;
}

/** A path that begins with a variable counts as absolute, because its value is not known. */
function isAbsolute(path: string): boolean {
  return path.startsWith('/') || path.startsWith('$') || isWindowsPath(path);
}

/** Uses the raw words, because the escape character removes the backslash of `C:\data`. */
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
  const range = rangeInArgs(instruction, 0, args.length);
  if (isSet)
    return [
      {
        ...range,
        also: also.relativeToAnother,
        severity: 'info',
        message: `This is relative to the WORKDIR before it. An absolute path is easier to read.`,
      },
    ];
  return [
    {
      ...range,
      also: also.relative,
      message: `"${truncate(path)}" is relative to the working directory of the base image. Write an absolute path, such as /${truncate(path.replace(/^[./~]+/u, ''))}.`,
    },
  ];
}

function changedDirectory(run: Instruction, { shell }: StageState): StaticFinding[] {
  // A cd in a script of `sh -c` affects only that script.
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
        'This cd affects only the rest of this RUN. If the steps below should also run there, set WORKDIR instead.',
    },
  ];
}
