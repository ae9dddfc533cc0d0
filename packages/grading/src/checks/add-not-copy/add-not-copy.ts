import type { QuickFix } from '@dfm/contracts';
import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pathsOf } from '@dfm/dockerfile/copies/copies';
import { flagKind } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Flag, Instruction } from '@dfm/dockerfile/syntax/model';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { walkStages } from '@dfm/dockerfile/syntax/stages';
import { substitute } from '@dfm/dockerfile/syntax/substitute';
import type { Check, StaticFinding } from '../../check/check.ts';

export const addNotCopy: Check = {
  meta: {
    id: 'add-not-copy',
    title: 'ADD used where COPY is enough',
    axis: 'security',
    topic: 'security',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['static'],
    also: ['DL3020', 'DS-0005', 'CKV_DOCKER_4', 'CIS-DI-0009', 'kics:add-instead-of-copy'],
    detects: 'An ADD of files or folders from the build context that are not archives.',
    why: 'ADD does more than copy: it unpacks archives and downloads URLs. If someone replaces the file with an archive, ADD unpacks it into the image without being told to.',
    fix: 'Use COPY for files and folders. Keep ADD for archives that should be unpacked, and for URLs with --checksum.',
    bad: 'ADD requirements.txt /srv/',
    good: 'COPY requirements.txt /srv/',
  },
  findings,
};

/**
 * ADD unpacks tar files, compressed or not. The name of a .gz or .xz file does not show whether it contains a
 * tar.
 */
const archive =
  /\.(?:tar|tar\.(?:gz|bz2|xz|zst|lz|lzma|Z)|tgz|tb2|tbz|tbz2|txz|tzst|tlz|gz|bz2|xz|lz|lzma|zst|Z)$/iu;
const remote = /^(?:https?:\/\/|git@|git:\/\/|ssh:\/\/)/u;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  if (!dockerfile.instructions.some(({ keyword }) => keyword === 'ADD')) return found;
  walkStages(dockerfile, (instruction, { variables }) => {
    if (instruction.keyword !== 'ADD') return;
    const sources = pathsOf(instruction, dockerfile)
      .slice(0, -1)
      .map((source) => substitute(source, variables, dockerfile.escape) ?? source);
    const plain = sources.find((source) => !archive.test(source) && !remote.test(source));
    if (plain === undefined) return;
    found.push({
      ...rangeOf(instruction),
      message: `${truncate(plain)} is neither an archive nor a URL, so COPY does the same without side effects. Use COPY.`,
      fix: asCopy(instruction, sources),
    });
  });
  return found;
}

/** Whether a flag means the same in COPY. */
const isSharedFlag = ({ name }: Flag): boolean =>
  flagKind('ADD', name) !== undefined && flagKind('COPY', name) !== undefined;

function asCopy(
  { raw, flags, startLine, endLine }: Instruction,
  sources: readonly string[],
): QuickFix | undefined {
  if (sources.some((source) => archive.test(source) || remote.test(source) || source.includes('$')))
    return undefined;
  const text = raw.replace(/^\s*ADD\b/iu, (word) => word.replace(/ADD$/u, 'COPY').replace(/add$/iu, 'copy'));
  return text === raw || !flags.every(isSharedFlag)
    ? undefined
    : { title: 'Replace ADD with COPY', startLine, endLine, text };
}
