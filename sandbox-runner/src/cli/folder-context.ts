import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDockerignore, type ContextEvidence } from '@dfm/grading';

const longestTextBytes = 64 * 1024;

/** What a folder would send as build context: sizes, and the text of small files. Links are not followed. */
export async function folderContext(folder: string): Promise<ContextEvidence> {
  const dockerignore = (await readText(join(folder, 'Dockerfile.dockerignore'))) ?? (await readText(join(folder, '.dockerignore')));
  const rules = parseDockerignore(dockerignore ?? '');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const context: ContextEvidence = { files: [], totalBytesBefore: 0, dockerignore };
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const absolute = join(entry.parentPath, entry.name);
    const path = absolute.slice(join(folder, '/').length);
    const { size: bytes } = await stat(absolute);
    context.totalBytesBefore += bytes;
    if (path !== 'Dockerfile' && rules.ignores(path)) continue;
    const text = bytes <= longestTextBytes ? await readText(absolute) : undefined;
    context.files.push({ path, bytes, ...(text === undefined ? {} : { text }) });
  }
  return context;
}

/** @returns undefined where there is no such file, or it is not UTF-8 */
async function readText(path: string): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch {
    return undefined;
  }
}
