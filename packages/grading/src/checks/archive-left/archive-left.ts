import { formatBytes } from '@dfm/contracts/quantity';
import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { downloadOf } from '@dfm/dockerfile/shell/downloads';
import { baseName, shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { flagValues } from '@dfm/dockerfile/syntax/model';
import { isInside, unlayeredMounts } from '@dfm/dockerfile/syntax/mounts';
import { rangeOf, rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { finalStage, walkChain } from '@dfm/dockerfile/syntax/stages';
import { splitWords } from '@dfm/dockerfile/syntax/words';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { noImage } from '../../check/skipped.ts';
import { extractionWords, isArchive, lastPart } from './extractions.ts';

/** ADD is not a solution for downloads, or for archives that it does not unpack. */
const also = { unpackedByAdd: ['DL3010'], other: [] };

export const archiveLeft: Check = {
  meta: {
    id: 'archive-left',
    title: 'Archive left in a layer after unpacking',
    axis: 'size',
    topic: 'size',
    severity: 'info',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: allRules(also),
    detects:
      'An archive that is copied by COPY and unpacked by a RUN, or downloaded and unpacked by a RUN that does not remove it, and archives in the layers of the built image.',
    why: 'The image then contains the content twice, packed and unpacked. Removing the archive in a later RUN only hides it and does not make the image smaller.',
    fix: 'Use ADD to unpack a local tar archive, or mount it with RUN --mount=type=bind. Pipe a download into tar, or remove it in the same RUN.',
    bad: 'COPY model.tar.gz /tmp/\nRUN tar -xzf /tmp/model.tar.gz -C /srv',
    good: 'ADD model.tar.gz /srv/',
  },
  findings,
  measure,
};

interface AddedArchive {
  finding: StaticFinding;
  /** File names under which a later RUN may unpack it. */
  names: string[];
}

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const added: AddedArchive[] = [];
  const unpacked = new Set<string>();
  const found: StaticFinding[] = [];
  walkChain(dockerfile, finalStage(dockerfile), (instruction, { shell }) => {
    const names = archivesOf(instruction, dockerfile);
    if (names.length > 0)
      added.push({ names, finding: { ...rangeOf(instruction), ...findingFor(instruction, names[0]!) } });
    if (instruction.keyword !== 'RUN') return;
    const commands = shellCommands(instruction, shell);
    const here = new Set(commands.flatMap((command) => extractionWords(command).map(lastPart)));
    for (const name of here) unpacked.add(name);
    if (here.size > 0) found.push(...downloadsLeft(commands, here, unlayeredMounts(instruction)));
  });
  return [
    ...added.filter(({ names }) => names.some((name) => unpacked.has(name))).map(({ finding }) => finding),
    ...found,
  ].sort((a, b) => a.line - b.line);
}

/**
 * Names of the archives that a COPY, or an ADD from a URL, does not unpack: the target if it is a file name,
 * otherwise the sources.
 */
function archivesOf(instruction: Instruction, { escape }: Dockerfile): string[] {
  const { keyword } = instruction;
  // ADD cannot copy from another stage.
  if (
    !factsOf(keyword).copiesFiles ||
    flagValues(instruction, 'from').length > 0 ||
    flagValues(instruction, 'unpack').includes('true')
  )
    return [];
  // Escapes are kept because they are the separators of Windows paths.
  const words =
    instruction.json ??
    splitWords(instruction.args, escape).map(({ text }) => text.replaceAll(/^["']|["']$/gu, ''));
  const target = words.at(-1);
  if (words.length < 2 || target === undefined) return [];
  const sources = words
    .slice(0, -1)
    .filter(
      (word) =>
        !word.startsWith('<<') &&
        (keyword === 'COPY' || /^https?:\/\//u.test(word) || /\.(?:zip|7z|rar)$/u.test(word)),
    );
  if (sources.length > 0 && isArchive(target)) return [lastPart(target)];
  return sources.map(lastPart).filter(isArchive);
}

function findingFor({ keyword }: Instruction, name: string): Pick<StaticFinding, 'also' | 'message'> {
  const stays = `${truncate(name)} stays in this layer after a RUN unpacks it.`;
  if (keyword === 'COPY' && !/\.(?:zip|7z|rar|zst|tzst)$/u.test(name))
    return {
      also: also.unpackedByAdd,
      message: `${stays} Use ADD, which unpacks a local archive without keeping it.`,
    };
  const remedy =
    keyword === 'ADD'
      ? 'Download, unpack and remove it in a single RUN.'
      : 'Mount it with RUN --mount=type=bind in the step that unpacks it.';
  return { also: also.other, message: `${stays} ${remedy}` };
}

function downloadsLeft(
  commands: readonly ShellCommand[],
  unpacked: ReadonlySet<string>,
  unlayered: readonly string[],
): StaticFinding[] {
  const removed = commands
    .filter(({ words }) => /^(?:rm|unlink|shred)$/u.test(baseName(words[0]!)))
    .flatMap(({ words }) => words.slice(1));
  // gunzip and similar tools replace the archive with its content.
  const replaced = new Set(
    commands
      .filter(
        ({ words }) =>
          /^(?:gunzip|bunzip2|unxz|unlzma|gzip|bzip2|xz)$/u.test(baseName(words[0]!)) &&
          !words.some((word) => /^-[a-z]*[ck]|^--(?:keep|stdout)$/u.test(word)),
      )
      .flatMap(({ words }) => words.slice(1).map(baseName)),
  );
  return commands.flatMap((command) => {
    const left = downloadOf(command)?.files.find((file) => {
      const name = baseName(file);
      return (
        unpacked.has(name) &&
        isArchive(name) &&
        !replaced.has(name) &&
        !removed.some((word) => removes(word, file)) &&
        !unlayered.some((target) => isInside(file, target))
      );
    });
    return left === undefined
      ? []
      : [
          {
            ...rangeOfSpan(command.span),
            also: also.other,
            message: `${truncate(baseName(left))} stays in this layer after it is unpacked. Pipe the download into tar, or end this RUN with rm ${truncate(left)}.`,
          },
        ];
  });
}

/** Whether `rm` of a word deletes a file: by its name, by a pattern, or with its directory. */
function removes(word: string, file: string): boolean {
  if (baseName(word) === baseName(file)) return true;
  const star = word.indexOf('*');
  if (star >= 0)
    return (
      file.startsWith(word.slice(0, star)) ||
      (word.startsWith('*') && file.endsWith(word.slice(1))) ||
      baseName(file).startsWith(baseName(word.slice(0, star)))
    );
  return file.includes('/') && isInside(file, word.replace(/\/$/u, ''));
}

/** Minimum size of a reported archive. Packages contain small archives, which are not worth fixing. */
const minReportedBytes = 1e6;
const ofPackages = /^usr\/(?:share|lib)\/|(?:^|\/)(?:site|dist)-packages\/|(?:^|\/)\.cache\//u;

function measure({ replay, layerLines, dockerfile }: MeasuredInput): Measured {
  if (replay === undefined) return noImage;
  const archives = [...replay.live, ...replay.waste]
    .filter(
      ({ path, layer, bytes }) =>
        layer >= replay.baseLayers && bytes >= minReportedBytes && isArchive(path) && !ofPackages.test(path),
    )
    .sort((a, b) => b.bytes - a.bytes);
  const unpacked = new Set<string>();
  walkChain(dockerfile, finalStage(dockerfile), (instruction, { shell }) => {
    for (const command of shellCommands(instruction, shell))
      for (const word of extractionWords(command)) unpacked.add(lastPart(word));
  });
  const evidence = [
    {
      label: 'Archives in layers',
      value: archives.reduce((sum, { bytes }) => sum + bytes, 0),
      unit: 'bytes' as const,
      wanted: 0,
    },
    ...archives
      .slice(0, 5)
      .map(({ path, bytes }) => ({ label: `/${path}`, value: bytes, unit: 'bytes' as const })),
  ];
  const twice = archives.find(({ path }) => unpacked.has(baseName(path)));
  const [largest] = archives;
  if (twice !== undefined)
    return {
      status: 'fail',
      line: layerLines[twice.layer],
      message: `The layers contain /${truncate(twice.path)} (${formatBytes(twice.bytes)}), which was unpacked.`,
      evidence,
    };
  if (largest === undefined)
    return { status: 'pass', message: 'No layer contains an archive of 1 MB or more.', evidence };
  return {
    status: 'warn',
    line: layerLines[largest.layer],
    message: `The layers contain the archive /${truncate(largest.path)} (${formatBytes(largest.bytes)}). If it is unpacked, do not keep the archive.`,
    evidence,
  };
}
