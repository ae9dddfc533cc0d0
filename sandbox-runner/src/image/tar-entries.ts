import { pipeline } from 'node:stream';
import { extract } from 'tar-stream';
import type { Extract } from 'tar-stream';
import { ImageArchiveError } from './archive-error.ts';

/** One entry: its header and, readable once, its content. */
export type TarEntry = Extract extends AsyncIterable<infer Entry> ? Entry : never;

/**
 * Walks a tar as it streams by, one entry after the other; what `visit` leaves unread is skipped.
 * @throws ImageArchiveError `truncated` or `bad-archive`; whatever `visit` or the source throws passes through
 */
export async function visitTarEntries(source: AsyncIterable<Uint8Array>, visit: (entry: TarEntry) => Promise<void>): Promise<void> {
  const tar = extract();
  let sourceError: unknown;
  // The source's own error is kept: pipeline hands the tar reader only a wrapped copy of it.
  async function* watched() {
    try {
      yield* source;
    } catch (error) {
      sourceError = error;
      throw error;
    }
  }
  const ended = new Promise<Error | undefined>((resolve) => {
    pipeline(watched, tar, (error) => resolve(error ?? undefined));
  });
  try {
    for await (const entry of tar) {
      await visit(entry);
      if (!entry.destroyed) entry.resume();
    }
  } catch (error) {
    tar.destroy();
    await ended;
    throw sourceError ?? named(error);
  }
  const error = await ended;
  if (error !== undefined) throw sourceError ?? named(error);
}

function named(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ImageArchiveError) return error;
  if (/Unexpected end of data|Writable stream closed|Premature close/.test(error.message)) return new ImageArchiveError('truncated', 'The archive ends in the middle of a file. Save it again.', { cause: error });
  if (/Invalid tar header|Invalid header|Header exceeds max size/.test(error.message)) return new ImageArchiveError('bad-archive', 'The archive holds a damaged tar header.', { cause: error });
  return error;
}
