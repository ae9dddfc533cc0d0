import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatBinaryBytes } from '@dfm/contracts/quantity';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { parseDockerignore } from '@dfm/dockerfile/context/dockerignore';
import { readRegular, walkFolder } from './folder-files.ts';

const maxTextBytes = 64 * 1024;
const maxDockerignoreBytes = 10 * 2 ** 20;

/**
 * The build context that a folder would send: sizes, and the text of small files. Files that .dockerignore
 * excludes are not opened, and links are not followed.
 *
 * @throws FolderError that names a folder, a .dockerignore or a small file that cannot be read
 */
export async function folderContext(folder: string): Promise<BuildContext> {
  const dockerignore =
    (await readIgnore(folder, 'Dockerfile.dockerignore')) ?? (await readIgnore(folder, '.dockerignore'));
  const rules = parseDockerignore(dockerignore ?? '');
  const context: BuildContext = { files: [], totalBytesBefore: 0, dockerignore };
  for await (const { path, entry } of walkFolder(folder, () => false)) {
    if (!entry.isFile()) continue;
    const { size: bytes } = await lstat(join(folder, path));
    context.totalBytesBefore += bytes;
    if (path !== 'Dockerfile' && rules.ignores(path)) continue;
    const text =
      bytes <= maxTextBytes ? decoded((await readRegular(folder, path, maxTextBytes, ''))?.bytes) : undefined;
    context.files.push({ path, bytes, ...(text === undefined ? {} : { text }) });
  }
  return context;
}

async function readIgnore(folder: string, path: string): Promise<string | undefined> {
  const file = await readRegular(
    folder,
    path,
    maxDockerignoreBytes,
    `the limit for a .dockerignore is ${formatBinaryBytes(maxDockerignoreBytes)}`,
  );
  return decoded(file?.bytes);
}

/** @returns undefined if it is not UTF-8 */
function decoded(bytes: Buffer | undefined): string | undefined {
  try {
    return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
