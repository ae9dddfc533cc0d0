import 'server-only';
import { createHmac } from 'node:crypto';
import { env } from '../platform/env.ts';

/**
 * What a runner is told of a sandbox's owner, a learner or a single run: always the same, and of no use to
 * find out who it is.
 */
export function ownerKey(id: string): string {
  return createHmac('sha256', env().AUTH_SECRET).update(`sandbox-owner:${id}`).digest('hex').slice(0, 32);
}
