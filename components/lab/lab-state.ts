import type { LabPageStep } from '@dfm/contracts/page-data';
import type { ShellMessage } from '@dfm/contracts/terminal';
import { stepsBefore } from '@dfm/labs/step-to-start';

/** What the runner says about the lab of a session. */
export type LabProgress = Omit<Extract<ShellMessage, { type: 'lab' }>, 'type'>;

/** A step, as the learner sees it. */
export interface StepState {
  /** `current`: what is done in the session counts for it. */
  state: 'open' | 'current' | 'done';
  /** Which of its conditions are true. */
  ticks: boolean[];
  /** Whether a session may start at it. */
  canStart: boolean;
}

/** How far the learner is in a lab. */
export interface LabState {
  steps: StepState[];
  /** Index of the step at which the learner is, or the number of steps if none is left. */
  at: number;
  /** Number of steps that are done. */
  done: number;
}

/**
 * How far a learner is.
 *
 * @param before IDs of the steps that were done before the session
 * @param progress undefined without a session, and until the runner has said it
 */
export function labState(
  steps: readonly LabPageStep[],
  before: readonly string[],
  progress: LabProgress | undefined,
): LabState {
  const inSession = progress?.done ?? 0;
  const done = new Set([...before, ...steps.slice(0, inSession).map(({ id }) => id)]);
  const startable = stepsBefore(steps, done);
  const at = progress === undefined ? startable : Math.min(inSession, steps.length);
  return {
    at,
    done: steps.filter(({ id }) => done.has(id)).length,
    steps: steps.map(({ id, says }, index) => {
      const isCurrent = progress?.state === 'open' && index === at;
      const isDone = done.has(id) && !isCurrent;
      return {
        state: isCurrent ? 'current' : isDone ? 'done' : 'open',
        ticks: says.map((_, number) => isDone || (isCurrent && progress.ticks[number] === true)),
        canStart: index <= startable,
      };
    }),
  };
}
