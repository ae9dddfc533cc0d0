import { PlatformError } from '@dfm/contracts';
import type { z } from 'zod';

/**
 * Reads a JSON body, never more of it than allowed.
 * @param maxBytes counted while reading; what a Content-Length claims is only a reason to refuse earlier
 * @throws PlatformError `too-large` or `bad-request` (no JSON, not UTF-8, not of this shape: the first defects are named)
 */
export async function readJson<T extends z.ZodType>(request: Request, schema: T, maxBytes: number): Promise<z.output<T>> {
  if (request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new PlatformError('bad-request', 'The request holds no JSON.');
  }
  const tooLarge = () => new PlatformError('too-large', `This is larger than the ${maxBytes / 2 ** 20} MiB that are accepted. Make the files smaller and try again.`);
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge();

  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels the body: the rest is not read.
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch (cause) {
    throw new PlatformError('bad-request', 'The request is not valid JSON.', { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const defects = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new PlatformError('bad-request', `The request is not as expected (${defects.join('; ')}).`, { cause: parsed.error });
}
