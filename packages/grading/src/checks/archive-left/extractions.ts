import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';

/** Suffixes of archives in hadolint's DL3010, and those of zip, Zstandard, 7z and rar. */
const archiveSuffix = /\.(?:tar|Z|bz2|gz|lz|lzma|tZ|tb2|tbz|tbz2|tgz|tlz|tpz|txz|xz|zst|tzst|zip|7z|rar)$/u;
/** Programs that unpack archives regardless of their options. */
const extractors = new Set([
  'unzip',
  'gunzip',
  'bunzip2',
  'unlzma',
  'unxz',
  'zgz',
  'uncompress',
  'zcat',
  'gzcat',
  'unzstd',
  'unrar',
]);

export function isArchive(path: string): boolean {
  return archiveSuffix.test(path);
}

/** `x.tgz` for `a/x.tgz`, also with backslashes. */
export function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/**
 * The words of a command that unpacks archives, without options. The archives are among them. Empty for other
 * commands.
 */
export function extractionWords({ words }: ShellCommand): string[] {
  const name = baseName(words[0]!);
  const rest = words.slice(1);
  const unpacks =
    extractors.has(name) ||
    (/^(?:bsd|g)?tar$/u.test(name) &&
      rest.some(
        (word, at) =>
          word === '--extract' ||
          word === '--get' ||
          /^-[a-zA-Z]*x/u.test(word) ||
          (at === 0 && /^[a-zA-Z]*x[a-zA-Z]*$/u.test(word)),
      )) ||
    (/^7z[ar]?$/u.test(name) && (rest[0] === 'x' || rest[0] === 'e')) ||
    ((name === 'gzip' || name === 'bzip2' || name === 'xz' || name === 'zstd') &&
      rest.some((word) => word === '--decompress' || /^-[a-zA-Z]*d/u.test(word))) ||
    (/^python\d?[\d.]*$/u.test(name) &&
      rest[0] === '-m' &&
      (rest[1] === 'zipfile' || rest[1] === 'tarfile') &&
      rest.some((word) => word === '-e' || word === '--extract'));
  return unpacks
    ? rest.flatMap((word) =>
        word.startsWith('--file=') ? [word.slice('--file='.length)] : word.startsWith('-') ? [] : [word],
      )
    : [];
}
