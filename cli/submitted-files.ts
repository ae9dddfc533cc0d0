import { resolve } from 'node:path';
import type { ContextFile } from '@dfm/contracts';
import { bytesPerMib, formatBinaryBytes } from '@dfm/contracts/quantity';
import { toContextFile, type LoadedExercise } from '@dfm/course/exercises';
import { parseDockerignore } from '@dfm/dockerfile/context/dockerignore';
import { FolderError, readRegular, requireFolder, walkFolder } from './folder-files.ts';
import { readIgnoreFile } from './ignore-file.ts';

/** The number of left-out files that are listed; the rest are shown as `…`. */
const maxListed = 10;
/** Same limit as in the runner. */
const maxIgnoreBytes = 64 * 1024;

export interface SubmittedFiles {
  /** The complete build context: the exercise's files, replaced by those of the folder. */
  files: ContextFile[];
  /**
   * Files of the folder that the exercise does not let a learner edit and that differ from the exercise's
   * own. A shortened list ends with `…`.
   */
  leftOut: string[];
}

/**
 * Reads from a folder only the files that an exercise lets a learner edit. Other files are listed, and read
 * only up to the size of the exercise's file with the same name; files that .dockerignore excludes are
 * skipped.
 *
 * @throws FolderError if the folder does not exist, has no Dockerfile, or a required file cannot be read
 */
export async function submittedFiles(
  { exercise, starter }: Pick<LoadedExercise, 'exercise' | 'starter'>,
  folder: string,
): Promise<SubmittedFiles> {
  await requireFolder(folder);
  const maxBytes = exercise.limits.contextMib * bytesPerMib;
  const read = (path: string) =>
    readRegular(
      folder,
      path,
      maxBytes,
      `the limit for all files of this exercise together is ${formatBinaryBytes(maxBytes)}`,
    );
  const edited: ContextFile[] = [];
  for (const path of exercise.editable) {
    const file = await read(path);
    if (file !== undefined) edited.push(toContextFile(path, file.bytes, file.isExecutable));
    else if (path === 'Dockerfile')
      throw new FolderError(
        `There is no Dockerfile in the folder ${resolve(folder)}: ${resolve(folder, path)} does not exist.`,
      );
  }
  const replaced = new Set(edited.map(({ path }) => path));
  const files = [...starter.filter(({ path }) => !replaced.has(path)), ...edited];
  return { files, leftOut: await leftOut(folder, exercise.editable, files) };
}

async function leftOut(
  folder: string,
  editable: readonly string[],
  files: readonly ContextFile[],
): Promise<string[]> {
  const known = new Map(files.map((file) => [file.path, file]));
  const ignoreFile = await readIgnoreFile(
    folder,
    maxIgnoreBytes,
    `the limit is ${formatBinaryBytes(maxIgnoreBytes)}`,
    (path) => known.get(path)?.data,
  );
  const dockerignore = parseDockerignore(ignoreFile?.text ?? '');
  // An exception may include files of a folder that is otherwise excluded.
  const hasExceptions = dockerignore.rules.some(({ exception }) => exception);
  const names: string[] = [];
  for await (const { path } of walkFolder(folder, (below) => !hasExceptions && dockerignore.ignores(below))) {
    const file = known.get(path);
    if (
      editable.includes(path) ||
      dockerignore.ignores(path) ||
      (file !== undefined && (await isSame(folder, file)))
    )
      continue;
    if (names.length === maxListed) return [...names, '…'];
    names.push(path);
  }
  return names;
}

/** Whether a file of the folder equals the exercise's own. A larger file differs and is not read. */
async function isSame(folder: string, { path, data, encoding }: ContextFile): Promise<boolean> {
  const bytes = Buffer.from(data, encoding);
  try {
    return (await readRegular(folder, path, bytes.length, ''))?.bytes.equals(bytes) === true;
  } catch (error) {
    if (error instanceof FolderError) return false;
    throw error;
  }
}
