import { createHash } from 'node:crypto';
import { ImageArchiveError } from '../tar/archive-error.ts';
import type { ArchiveBudget } from '../tar/archive-limits.ts';

/**
 * The JSON files of an image archive. Which of them belong to the image is known only at the end, so they are
 * held as bytes and parsed when requested. A bill of materials stored next to the image may be large, or not
 * JSON at all.
 */
export class ArchiveDocuments {
  private readonly budget: ArchiveBudget;
  private readonly held = new Map<string, Buffer | 'too-large'>();

  constructor(budget: ArchiveBudget) {
    this.budget = budget;
  }

  /** Keeps a file as long as the budget allows. If two have the same path, the last one counts, as on a disk. */
  async keep(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of content) {
      bytes += chunk.byteLength;
      if (bytes > this.budget.roomForJson()) {
        this.held.set(path, 'too-large');
        return;
      }
      chunks.push(chunk);
    }
    this.budget.spendJson(bytes);
    this.held.set(path, Buffer.concat(chunks));
  }

  /**
   * @returns undefined if there is no such file
   * @throws ImageArchiveError for a file that was too large to keep, is not JSON, or does not match the
   *   digest in its name
   */
  get(path: string): unknown {
    const content = this.held.get(path);
    if (content === undefined) return undefined;
    if (content === 'too-large')
      throw new ImageArchiveError(
        'too-large',
        `${JSON.stringify(path)} in the archive is larger than the limit for manifests and configurations.`,
      );
    const digest = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(path)?.[1];
    if (digest !== undefined && createHash('sha256').update(content).digest('hex') !== digest)
      throw new ImageArchiveError(
        'digest-mismatch',
        `${JSON.stringify(path)} in the archive does not match the digest in its name.`,
      );
    return parseJson(content, path);
  }
}

/** @throws ImageArchiveError `bad-archive` */
export function parseJson(content: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8'));
  } catch (error) {
    throw new ImageArchiveError('bad-archive', `${JSON.stringify(path)} in the archive is not valid JSON.`, {
      cause: error,
    });
  }
}
