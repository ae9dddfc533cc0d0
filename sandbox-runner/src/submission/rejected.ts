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
