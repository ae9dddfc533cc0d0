import { decodeText } from '@dfm/dockerfile/context/decode-text';
import { ignoreFileOf, ignoreFilePaths, type IgnoreFile } from '@dfm/dockerfile/context/ignore-file';
import { readRegular } from './folder-files.ts';

/**
 * Reads the ignore file of a folder.
 *
 * @param limit describes the limit, such as `the limit is 64 KiB`
 * @param otherwise text of a file that the folder does not have
 * @throws FolderError if one is larger than `maxBytes`, not a regular file, or cannot be read
 */
export async function readIgnoreFile(
  folder: string,
  maxBytes: number,
  limit: string,
  otherwise: (path: string) => string | undefined,
): Promise<IgnoreFile | undefined> {
  const texts = new Map<string, string | undefined>();
  for (const path of ignoreFilePaths) {
    const file = await readRegular(folder, path, maxBytes, limit);
    texts.set(path, file === undefined ? otherwise(path) : decodeText(file.bytes));
  }
  return ignoreFileOf((path) => texts.get(path));
}
