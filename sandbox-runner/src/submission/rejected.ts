import { formatDistinct } from '@dfm/contracts/quantity';
import { ended, type EarlyEnd } from './outcome.ts';

/**
 * The end of a run whose submission must not be built.
 *
 * @param line of the Dockerfile
 * @param limit the limit that was exceeded
 */
export function rejected(message: string, line?: number, limit?: string): EarlyEnd {
  return ended('rejected', {
    phase: 'static',
    message,
    ...(line === undefined ? {} : { line }),
    ...(limit === undefined ? {} : { limit }),
  });
}

/** A size and the limit that it exceeds, such as `2.1 MiB; 2 MiB are allowed`. */
export function sizeAndLimit(bytes: number, maxBytes: number): string {
  const [size, limit] = formatDistinct('binary-bytes', bytes, maxBytes);
  return `${size}; ${limit} are allowed`;
}
