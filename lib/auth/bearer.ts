import { createHash, timingSafeEqual } from 'node:crypto';

/** Digests are compared because they have equal length, so that the time reveals nothing about the token. */
const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether a request carries `Authorization: Bearer <token>`. */
export function hasBearer(request: Pick<Request, 'headers'>, expected: string): boolean {
  const [scheme, token] = (request.headers.get('authorization') ?? '').split(' ', 2);
  const matches = timingSafeEqual(digest(token ?? ''), digest(expected));
  return matches && scheme?.toLowerCase() === 'bearer';
}
