import 'server-only';
import { Gauge, type Registry } from 'prom-client';
import { db } from '../db/client.ts';
import type { DatabaseGauges } from './database-gauges.ts';

interface LmsState {
  /** Points that an LMS should have but has not confirmed. */
  waiting: number;
  /** Those of them that it refused the last time. */
  refused: number;
  /** Age of the oldest; null if there are none. */
  oldestSeconds: number | null;
  /** LMSs that get no requests for a while, because the last ones failed. */
  paused: number;
}

/**
 * Points that have to be sent, without those of learners who have disconnected their account, because they
 * cannot be sent.
 */
async function lmsState(): Promise<LmsState> {
  const [state] = await db().$queryRaw<[LmsState]>`
    SELECT count(*)::int AS waiting, count(error)::int AS refused,
      greatest(0, extract(epoch FROM now() - min(wanted_at)))::float8 AS "oldestSeconds",
      (SELECT count(*)::int FROM lti_platform WHERE paused_until > now()) AS paused
    FROM lti_score
    JOIN lti_link AS link ON link.id = link_id
    JOIN lti_context AS context ON context.id = link.context_id
    WHERE next_try_at IS NOT NULL AND cohort_id IS NOT NULL
      AND EXISTS (SELECT FROM account WHERE user_id = learner_id AND provider_id = 'lti:' || platform_id)`;
  return state;
}

export function lmsGauges(registers: Registry[]): DatabaseGauges {
  const scores = new Gauge({
    name: 'dfm_lms_scores_waiting',
    help: 'Points that an LMS should have but has not confirmed, by state: waiting, refused',
    labelNames: ['state'],
    registers,
  });
  const oldest = new Gauge({
    name: 'dfm_lms_oldest_seconds',
    help: 'Age of the oldest points that an LMS has not confirmed; 0 if there are none',
    registers,
  });
  const paused = new Gauge({
    name: 'dfm_lms_paused',
    help: 'LMSs that get no requests for a while, because the last ones failed',
    registers,
  });
  return {
    gauges: [scores, oldest, paused],
    async read() {
      const lms = await lmsState();
      return () => {
        scores.set({ state: 'waiting' }, lms.waiting - lms.refused);
        scores.set({ state: 'refused' }, lms.refused);
        oldest.set(lms.oldestSeconds ?? 0);
        paused.set(lms.paused);
      };
    },
  };
}
