import { PlatformError } from '@dfm/contracts';

/**
 * Reads a body, never more of it than allowed: the rule of the site's server once more, for a handler that is
 * called without it.
 *
 * @param maxBytes counted while reading; what a Content-Length claims is only a reason to refuse earlier
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
  // Leaving the loop early cancels the body: the rest is not read.
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a client is told whose body is larger than so many bytes. */
export function tooLargeMessage(maxBytes: number): string {
  if (maxBytes === 0) return 'This address takes no content.';
  const size = maxBytes < 2 ** 20 ? `${maxBytes / 2 ** 10} KiB` : `${maxBytes / 2 ** 20} MiB`;
  return `This is larger than the ${size} that are accepted here. Make it smaller and try again.`;
}
