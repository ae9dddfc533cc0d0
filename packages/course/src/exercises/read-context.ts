import { lstat, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { contextFileSchema, type ContextFile } from '@dfm/contracts';
import { ContentError, type ContentProblem } from '../yaml/content-error.ts';

/**
 * Reads a folder as a build context.
 *
 * @param folder absolute or relative path of an existing folder
 * @returns its files sorted by path; text as it is, anything that is not valid UTF-8 as base64. Permission
 *   bits are 0o755 for executables and 0o644 for the rest, so that the umask of a checkout changes no
 *   digest.
 * @throws ContentError naming every symbolic link, special file and unusable path. A link is refused, not
 *   followed: it could bring any file of this machine into a context.
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
        message: `is ${kind}; a build context holds only regular files and folders`,
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

/** A file as a build context holds it: text where it is valid UTF-8. The path is taken as it is. */
export function toContextFile(path: string, bytes: Buffer, isExecutable: boolean): ContextFile {
  return { path, mode: isExecutable ? 0o755 : 0o644, ...encode(bytes) };
}

function encode(bytes: Buffer): Pick<ContextFile, 'encoding' | 'data'> {
  try {
    // ignoreBOM keeps a byte order mark: a context must arrive as it was written.
    return {
      encoding: 'utf8',
      data: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    };
  } catch {
    return { encoding: 'base64', data: bytes.toString('base64') };
  }
}
