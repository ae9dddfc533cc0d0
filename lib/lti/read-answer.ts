import 'server-only';
import type { z } from 'zod';
import type { PlatformAnswer } from './platform-request.ts';
import { ServiceFailure, type ServiceProblem } from './service-problem.ts';

/** The JSON of an answer. @throws ServiceFailure if it does not match the schema */
export function readAnswer<Schema extends z.ZodType>(
  { body }: PlatformAnswer,
  schema: Schema,
  problem: ServiceProblem = 'unreadable',
): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(body));
  } catch (error) {
    throw new ServiceFailure(problem, error);
  }
}

/**
 * The address of the next page of a list, if there is one.
 *
 * @param address of this page. What is on a different host is not followed, because the access token is sent
 *   with each request.
 * @throws ServiceFailure `address` for a different host
 */
export function nextPage({ headers }: Pick<PlatformAnswer, 'headers'>, address: string): string | undefined {
  const next = /<([^>]*)>\s*;(?:[^,]*;)?\s*rel="?next"?/.exec(headers.get('link') ?? '')?.[1];
  if (next === undefined) return undefined;
  if (!URL.canParse(next, address)) throw new ServiceFailure('unreadable', next);
  const url = new URL(next, address);
  if (url.origin !== new URL(address).origin) throw new ServiceFailure('address', next);
  return url.href;
}
