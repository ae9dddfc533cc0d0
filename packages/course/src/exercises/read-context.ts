import { lstat, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { contextFileSchema, type ContextFile } from '@dfm/contracts';
import { decodeText } from '@dfm/dockerfile/context/decode-text';
import { ContentError, type ContentProblem } from '../yaml/content-error.ts';

/**
 * Reads a folder as a build context.
 *
 * @param folder absolute or relative path of an existing folder
 * @returns its files sorted by path: text unchanged, anything that is not valid UTF-8 as base64. Permission
 *   bits are 0o755 for executables and 0o644 for all other files, so that the umask of a checkout does not
 *   affect digests.
 * @throws ContentError that names every symbolic link, special file and unusable path. Links are rejected
 *   rather than followed, because they could add any file of this machine to a context.
 */
export async function readContext(folder: string): Promise<ContextFile[]> {
  const files: ContextFile[] = [];
  const problems: ContentProblem[] = [];
  await walk(folder, '', files, problems);
  if (problems.length > 0) throw new ContentError(problems);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function walk(
  folder: string,
  prefix: string,
  files: ContextFile[],
  problems: ContentProblem[],
): Promise<void> {
  for (const name of await readdir(folder)) {
    const absolute = join(folder, name);
    const path = prefix + name;
    const stat = await lstat(absolute);
    if (stat.isDirectory()) {
      await walk(absolute, `${path}/`, files, problems);
    } else if (!stat.isFile()) {
      const kind = stat.isSymbolicLink() ? 'a symbolic link' : 'a special file';
      problems.push({
        file: absolute,
        message: `is ${kind}; a build context may contain only regular files and folders`,
      });
    } else {
      const bytes = await readFile(absolute);
      const file = contextFileSchema.safeParse(toContextFile(path, bytes, (stat.mode & 0o111) !== 0));
      if (file.success) files.push(file.data);
      else
        problems.push({
          file: absolute,
          message: `cannot be part of a build context: ${file.error.issues[0]?.message}`,
        });
    }
  }
}

/** A file of a build context: text if it is valid UTF-8, otherwise base64. The path is not validated. */
export function toContextFile(path: string, bytes: Buffer, isExecutable: boolean): ContextFile {
  const text = decodeText(bytes);
  return {
    path,
    mode: isExecutable ? 0o755 : 0o644,
    ...(text === undefined
      ? { encoding: 'base64', data: bytes.toString('base64') }
      : { encoding: 'utf8', data: text }),
  };
}
