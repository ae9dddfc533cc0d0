import { PlatformError } from '@dfm/contracts';
import { formatBinaryBytes } from '@dfm/contracts/quantity';

/**
 * Reads a body up to a limit. Repeats the check of the site's server for handlers that are called without it.
 *
 * @param maxBytes counted while reading; a larger Content-Length is rejected without reading
 * @throws PlatformError `too-large`
 */
export async function readBody(
  request: Pick<Request, 'headers' | 'body'>,
  maxBytes: number,
): Promise<Buffer<ArrayBuffer>> {
  const tooLarge = () => new PlatformError('too-large', tooLargeMessage(maxBytes));
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels the body, so the rest is not read.
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The error message for a body that is larger than `maxBytes`. */
export function tooLargeMessage(maxBytes: number): string {
  if (maxBytes === 0) return 'Requests to this address must not have a body.';
  return `The request is larger than the limit of ${formatBinaryBytes(maxBytes)}. Make it smaller and try again.`;
}
