import { buffer } from 'node:stream/consumers';
import type { PodLink } from './link.ts';

/**
 * Reads files of a pod as the agent sees them. Files that do not exist or cannot be read are left out.
 *
 * @param patterns paths, which may contain `*`, `[…]` and `{…}`
 * @returns the text of each file by its path
 */
export async function readInPod(link: PodLink, patterns: readonly string[]): Promise<Map<string, string>> {
  const channel = link.channel('read', ...patterns);
  channel.end();
  const parts = (await buffer(channel)).toString('utf8').split('\0');
  const files = new Map<string, string>();
  for (let at = 0; at + 1 < parts.length; at += 2) files.set(parts[at]!, parts[at + 1]!);
  return files;
}
