import type { ContextFile, DrawnValues } from '@dfm/contracts';
import { ContentError, type ContentProblem } from '../yaml/content-error.ts';
import { fillIn } from './draws.ts';
import { readContext } from './read-context.ts';

/** The files of a folder, with the values filled in. */
export async function readFilled(
  folder: string,
  values: DrawnValues,
  problems: ContentProblem[],
): Promise<ContextFile[]> {
  return filledFiles(await readWritten(folder, problems), values);
}

/** Files with the values filled in. */
export function filledFiles(files: readonly ContextFile[], values: DrawnValues): ContextFile[] {
  return files.map((file) =>
    file.encoding === 'utf8' ? { ...file, data: fillIn(file.data, values) } : file,
  );
}

/**
 * The files of a folder as they are written; `dot-git` stands for `.git`, which a repository cannot contain.
 * Problems are added to `problems`, so that an author sees all of them at once.
 */
export async function readWritten(folder: string, problems: ContentProblem[]): Promise<ContextFile[]> {
  try {
    const files = (await readContext(folder)).map((file) => ({
      ...file,
      path: file.path.replace(/(^|\/)dot-git\//g, '$1.git/'),
    }));
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    if (error instanceof ContentError) problems.push(...error.problems);
    else if (isMissing(error)) problems.push({ file: folder, message: 'is missing' });
    else throw error;
    return [];
  }
}

/** Whether an error of the file system means that there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
