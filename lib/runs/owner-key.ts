import 'server-only';
import { createHmac } from 'node:crypto';
import { env } from '../platform/env.ts';

/**
 * The key that a runner gets for the owner of a sandbox, a learner or a single run: stable, and useless for
 * finding out who it is.
 */
export function ownerKey(id: string): string {
  return createHmac('sha256', env().AUTH_SECRET).update(`sandbox-owner:${id}`).digest('hex').slice(0, 32);
}
