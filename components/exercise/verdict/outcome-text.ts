import type { RunStatus } from '@dfm/contracts';

interface OutcomeText {
  title: string;
  /** What the learner does next, where the verdict itself has no finding that says it. */
  next: string;
  /** Whether it counts as an attempt. */
  counts: boolean;
}

/** How each way a run can end without a grade is told. */
export const outcomeText: Record<Exclude<RunStatus, 'graded'>, OutcomeText> = {
  'build-failed': {
    title: 'The image does not build',
    next: 'Read the last lines of the log: the step that failed says why. Mend its line and run again.',
    counts: true,
  },
  rejected: {
    title: 'Refused before building',
    next: 'Nothing was built. Change what the message names and run again.',
    counts: true,
  },
  'timed-out': {
    title: 'Stopped at the time limit',
    next: 'Look in the steps for the one that took longest. A command that waits for input or never ends is the usual cause.',
    counts: true,
  },
  'out-of-memory': {
    title: 'Out of memory',
    next: 'The sandbox reached its memory limit. Do less at once: fewer parallel jobs, smaller data, or a wheel instead of a source build.',
    counts: true,
  },
  infrastructure: {
    title: 'A fault of ours',
    next: 'Nothing is wrong with your Dockerfile, and this run is not counted. Run again in a moment.',
    counts: false,
  },
};
