import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { PlatformError } from '@dfm/contracts';
import { env } from '../env.ts';

/** Digests are compared: of equal length whatever was sent, so that time tells nothing of the token. */
const digest = (text: string) => createHash('sha256').update(text).digest();

/** @throws PlatformError `unauthenticated` unless the request carries the runner token */
export function assertRunner(request: Request): void {
  const [scheme, token] = (request.headers.get('authorization') ?? '').split(' ', 2);
  const matches = timingSafeEqual(digest(token ?? ''), digest(env().RUNNER_TOKEN));
  if (!matches || scheme?.toLowerCase() !== 'bearer') throw new PlatformError('unauthenticated', 'The runner token is missing or wrong. Set RUNNER_TOKEN to the same value for the site and the runner.');
}
