import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatBinaryBytes } from '@dfm/contracts/quantity';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { decodeText } from '@dfm/dockerfile/context/decode-text';
import { contextOf, sentFiles } from '@dfm/dockerfile/context/sent-files';
import { readRegular, walkFolder } from './folder-files.ts';
import { readIgnoreFile } from './ignore-file.ts';

const maxDockerignoreBytes = 10 * 2 ** 20;

/**
 * The build context that a folder would send: sizes, and the text of small files. Files that .dockerignore
 * excludes are not opened, and links are not followed.
 *
 * @throws FolderError that names a folder, a .dockerignore or a small file that cannot be read
 */
export async function folderContext(folder: string): Promise<BuildContext> {
  const ignoreFile = await readIgnoreFile(
    folder,
    maxDockerignoreBytes,
    `the limit for a .dockerignore is ${formatBinaryBytes(maxDockerignoreBytes)}`,
    () => undefined,
  );
  const files: { path: string; bytes: number }[] = [];
  for await (const { path, entry } of walkFolder(folder, () => false))
    if (entry.isFile()) files.push({ path, bytes: (await lstat(join(folder, path))).size });
  const selected = sentFiles(files, ignoreFile);
  const texts = new Map<string, string | undefined>();
  for (const { path, bytes } of selected.readable) {
    const file = await readRegular(folder, path, bytes, 'it grew while it was read');
    texts.set(path, file && decodeText(file.bytes));
  }
  return contextOf(selected, ({ path }) => texts.get(path));
}
