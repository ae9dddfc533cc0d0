import { resolve } from 'node:path';
import type { ContextFile } from '@dfm/contracts';
import { toContextFile, type LoadedExercise } from '@dfm/course/exercises';
import { parseDockerignore } from '@dfm/dockerfile/context/dockerignore';
import { FolderError, readRegular, requireFolder, walkFolder } from './folder-files.ts';

/** Names of files that are told; of more only that there are more. */
const maxNamed = 10;
/** As the runner has it. */
const maxIgnoreBytes = 64 * 1024;

export interface SubmittedFiles {
  /** The whole build context: the exercise's files with the folder's over them. */
  files: ContextFile[];
  /**
   * Files of the folder that the exercise does not take from it, and that are not the exercise's own. `…`
   * ends a list that is cut.
   */
  leftOut: string[];
}

/**
 * Reads from a folder what an exercise lets a learner edit, and nothing else. Other files are named, never
 * read beyond the size of the exercise's file of that name; those that .dockerignore leaves out are not even
 * looked for.
 *
 * @throws FolderError where there is no such folder, no Dockerfile in it, or a file that is needed and cannot
 *   be read
 */
export async function submittedFiles(
  { exercise, starter }: Pick<LoadedExercise, 'exercise' | 'starter'>,
  folder: string,
): Promise<SubmittedFiles> {
  await requireFolder(folder);
  const { contextMb } = exercise.limits;
  const read = (path: string) =>
    readRegular(
      folder,
      path,
      contextMb * 1024 * 1024,
      `the files of this exercise may have ${contextMb} MiB together`,
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
  const textOf = async (path: string) =>
    (await readRegular(folder, path, maxIgnoreBytes, 'it may have 64 KiB'))?.bytes.toString() ??
    known.get(path)?.data;
  const text = (await textOf('Dockerfile.dockerignore')) ?? (await textOf('.dockerignore')) ?? '';
  const rules = parseDockerignore(text);
  // An exception may bring back what is in a folder that is left out.
  const hasExceptions = /^\s*!/mu.test(text);
  const names: string[] = [];
  for await (const { path } of walkFolder(folder, (below) => !hasExceptions && rules.ignores(below))) {
    const file = known.get(path);
    if (
      editable.includes(path) ||
      rules.ignores(path) ||
      (file !== undefined && (await isSame(folder, file)))
    )
      continue;
    if (names.length === maxNamed) return [...names, '…'];
    names.push(path);
  }
  return names;
}

/** Whether a folder has the exercise's own file. One that is larger is another, without being read. */
async function isSame(folder: string, { path, data, encoding }: ContextFile): Promise<boolean> {
  const bytes = Buffer.from(data, encoding);
  try {
    return (await readRegular(folder, path, bytes.length, ''))?.bytes.equals(bytes) === true;
  } catch (error) {
    if (error instanceof FolderError) return false;
    throw error;
  }
}
