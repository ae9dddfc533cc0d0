import type { BuildContext } from './build-source.ts';
import { parseDockerignore, type Dockerignore } from './dockerignore.ts';
import type { IgnoreFile } from './ignore-file.ts';

/** Real source files are far smaller. */
const maxTextBytes = 2 ** 20;
/** Several times what an exercise may send by default, and little enough to keep in memory. */
const maxTotalTextBytes = 64 * 2 ** 20;

/** What a build and its checks use of the files in a folder. */
export interface SentFiles<File> {
  ignoreFile: IgnoreFile | undefined;
  /** The first rule of the ignore file that the engine rejects. */
  unreadableRule: Dockerignore['unreadable'];
  /** Total size of all files, before the ignore rules. */
  totalBytesBefore: number;
  /** What COPY and ADD find, in the order given. */
  copyable: File[];
  /** What the builder receives: `copyable`, and the files that it reads itself. In the order given. */
  sent: File[];
  /** Those of `sent` whose text checks read if it is UTF-8. */
  readable: ReadonlySet<File>;
}

/**
 * Selects what a build and its checks use of the files in a folder. The editor, the runner and the command
 * line all select here, so that they report the same findings.
 *
 * @param files all files of the folder, with paths relative to it and sizes in bytes
 */
export function sentFiles<File extends { path: string; bytes: number }>(
  files: readonly File[],
  ignoreFile: IgnoreFile | undefined,
): SentFiles<File> {
  const rules = parseDockerignore(ignoreFile?.text ?? '');
  const copyable = new Set(files.filter(({ path }) => !rules.ignores(path)));
  const sent = files.filter((file) => copyable.has(file) || isAlwaysSent(file.path, ignoreFile?.path));
  return {
    ignoreFile,
    unreadableRule: rules.unreadable,
    totalBytesBefore: files.reduce((sum, { bytes }) => sum + bytes, 0),
    copyable: [...copyable],
    sent,
    readable: new Set(smallest(sent)),
  };
}

/**
 * Whether the builder receives a file whatever the rules say, because it reads the file itself: the
 * Dockerfile and the ignore file. If the rules exclude them, COPY does not find them.
 *
 * @param ignoreFile path of the ignore file, if there is one
 */
export function isAlwaysSent(path: string, ignoreFile: string | undefined): boolean {
  return path === 'Dockerfile' || path === ignoreFile;
}

/**
 * The context that checks read.
 *
 * @param textOf text of one of `readable`; undefined if it is not UTF-8 or not known
 */
export function contextOf<File extends { path: string; bytes: number }>(
  { ignoreFile, totalBytesBefore, sent, readable }: SentFiles<File>,
  textOf: (file: File) => string | undefined,
): BuildContext {
  return {
    files: sent.map((file) => {
      const { path, bytes } = file;
      const text = readable.has(file) ? textOf(file) : undefined;
      return { path, bytes, ...(text === undefined ? {} : { text }) };
    }),
    totalBytesBefore,
    dockerignore: ignoreFile?.text,
  };
}

/** Files of at most `maxTextBytes`, smallest first, up to the limit for their total. */
function smallest<File extends { path: string; bytes: number }>(files: readonly File[]): File[] {
  let total = 0;
  return files
    .filter(({ bytes }) => bytes <= maxTextBytes)
    .toSorted((a, b) => a.bytes - b.bytes || (a.path < b.path ? -1 : 1))
    .filter(({ bytes }) => (total += bytes) <= maxTotalTextBytes);
}
