import { PlatformError } from '@dfm/contracts';
import type { z } from 'zod';
import { readBody } from './read-body.ts';

/**
 * Reads a JSON body, never more of it than allowed.
 *
 * @param maxBytes the route's of `bodyLimits`
 * @throws PlatformError `too-large` or `bad-request` (no JSON, not UTF-8, not of this shape: the first
 *   defects are named)
 */
export async function readJson<T extends z.ZodType>(
  request: Request,
  schema: T,
  maxBytes: number,
): Promise<z.output<T>> {
  if (request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new PlatformError('bad-request', 'The request holds no JSON.');
  }
  const body = await readBody(request, maxBytes);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new PlatformError('bad-request', 'The request is not valid JSON.', { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const defects = parsed.error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new PlatformError('bad-request', `The request is not as expected (${defects.join('; ')}).`, {
    cause: parsed.error,
  });
}
