import type { PodChannels } from './link.ts';

/** The files of 900 processes take 1 MB, and the table of 10,000 TCP connections 1.5 MB. */
const maxBytes = 8 * 1024 * 1024;

/**
 * Reads files of a pod as the agent sees them. Files that do not exist or cannot be read are left out.
 *
 * @param patterns paths, which may contain `*`, `[…]` and `{…}`
 * @returns the text of each file by its path
 * @throws Error if the files are larger than any that a sandbox needs
 */
export async function readInPod(
  link: PodChannels,
  patterns: readonly string[],
): Promise<Map<string, string>> {
  const channel = link.channel('read', ...patterns);
  channel.end();
  const chunks: Buffer[] = [];
  let leftBytes = maxBytes;
  // Leaving the loop destroys the channel.
  for await (const bytes of channel as AsyncIterable<Buffer>) {
    leftBytes -= bytes.length;
    if (leftBytes < 0) throw new Error(`${patterns.join(', ')} in the pod have more than ${maxBytes} bytes`);
    chunks.push(bytes);
  }
  const parts = Buffer.concat(chunks).toString('utf8').split('\0');
  const files = new Map<string, string>();
  for (let at = 0; at + 1 < parts.length; at += 2) files.set(parts[at]!, parts[at + 1]!);
  return files;
}
