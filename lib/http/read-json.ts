import { PlatformError } from '@dfm/contracts';
import * as z from 'zod/mini';
import { readBody } from './read-body.ts';

/**
 * Reads a JSON body up to a limit.
 *
 * @param maxBytes the route's limit in `bodyLimits`
 * @throws PlatformError `too-large` or `bad-request` (not JSON, not UTF-8, or does not match the schema; the
 *   message names the first problems)
 */
export async function readJson<T extends z.core.$ZodType>(
  request: Request,
  schema: T,
  maxBytes: number,
): Promise<z.output<T>> {
  if (request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new PlatformError('bad-request', 'The request body must be JSON (content-type application/json).');
  }
  const body = await readBody(request, maxBytes);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new PlatformError('bad-request', 'The request body is not valid JSON.', { cause });
  }
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new PlatformError('bad-request', `The request is invalid (${problems.join('; ')}).`, {
    cause: parsed.error,
  });
}
