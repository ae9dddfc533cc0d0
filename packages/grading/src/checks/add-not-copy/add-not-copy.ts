import type { QuickFix } from '@dfm/contracts';
import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pathsOf } from '@dfm/dockerfile/copies/copies';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { walkStages } from '@dfm/dockerfile/syntax/stages';
import { substitute } from '@dfm/dockerfile/syntax/substitute';
import type { Check, StaticFinding } from '../../check/check.ts';

export const addNotCopy: Check = {
  meta: {
    id: 'add-not-copy',
    title: 'ADD where COPY would do',
    axis: 'security',
    topic: 'security',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['static'],
    also: ['DL3020', 'DS-0005', 'CKV_DOCKER_4', 'CIS-DI-0009', 'kics:add-instead-of-copy'],
    detects: 'An ADD of files or folders of the build context that are no archives.',
    why: 'ADD does more than it says: it unpacks what looks like an archive and fetches what looks like an address. A file that is swapped for an archive is then unpacked into the image unasked.',
    fix: 'Write COPY for files and folders. Keep ADD for archives that shall be unpacked, and for addresses with --checksum.',
    bad: 'ADD requirements.txt /srv/',
    good: 'COPY requirements.txt /srv/',
  },
  findings,
};

/** ADD unpacks tar files, plain or compressed. What is in a lone .gz or .xz the name does not tell. */
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
      message: `${truncate(plain)} is no archive and no address, so COPY does the same and nothing besides. Write COPY.`,
      fix: asCopy(instruction, sources),
    });
  });
  return found;
}

const flagsOfCopy = new Set(['chown', 'chmod', 'link', 'exclude']);

function asCopy(
  { raw, flags, startLine, endLine }: Instruction,
  sources: readonly string[],
): QuickFix | undefined {
  if (sources.some((source) => archive.test(source) || remote.test(source) || source.includes('$')))
    return undefined;
  const text = raw.replace(/^\s*ADD\b/iu, (word) => word.replace(/ADD$/u, 'COPY').replace(/add$/iu, 'copy'));
  return text === raw || flags.some(({ name }) => !flagsOfCopy.has(name))
    ? undefined
    : { title: 'Write COPY', startLine, endLine, text };
}
