import 'server-only';
import { createHmac } from 'node:crypto';
import { env } from '../env.ts';

/** What a runner is told of a learner: the same for every run of theirs, and of no use to find out who it is. */
export function learnerKey(learnerId: string): string {
  return createHmac('sha256', env().AUTH_SECRET).update(`learner-key:${learnerId}`).digest('hex').slice(0, 32);
}
