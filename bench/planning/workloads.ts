import type { Random } from './random.ts';
import type { Workload } from './simulation.ts';

export const starts = ['burst', 'steady', 'deadline'] as const;
export type Start = (typeof starts)[number];

export interface Habits {
  learners: number;
  /** Submissions of a learner per minute in which the learner does not wait for a verdict. */
  editsPerMinute: number;
  minutes: number;
  /** Shares of the submissions, 0 to 1. */
  installShare: number;
  passShare: number;
}

/** Within this time, a class submits for the first time that was told to start. */
const burstSeconds = 60;

/**
 * Learners who submit, read the verdict, think for a random time and submit again, until the end.
 *
 * - `burst`: everyone submits for the first time within a minute
 * - `steady`: the first submissions are spread over the time between two
 * - `deadline`: learners begin at any time, more and more of them towards the end
 */
export function workloadOf(start: Start, habits: Habits, random: Random): Workload {
  const { learners, editsPerMinute, installShare, passShare } = habits;
  const endSeconds = habits.minutes * 60;
  const thinkSeconds = 60 / editsPerMinute;
  const arrival = {
    burst: () => random.share() * Math.min(burstSeconds, endSeconds),
    steady: () => random.share() * Math.min(thinkSeconds, endSeconds),
    deadline: () => Math.sqrt(random.share()) * endSeconds,
  }[start];
  return {
    arrivals: Array.from({ length: learners }, arrival),
    next: (_learner, _submitted, verdictAt) => {
      const at = verdictAt + random.exponential(thinkSeconds);
      return at < endSeconds ? at : undefined;
    },
    // The first submission is the starter as it is given.
    installs: (earlier) => earlier > 0 && random.share() < installShare,
    passes: () => random.share() < passShare,
  };
}
