import type { RunStatus } from '@dfm/contracts';

interface OutcomeText {
  title: string;
  /** What to do next, if no finding of the verdict says it. */
  next: string;
  /** Whether it counts as an attempt. */
  counts: boolean;
}

/** The texts for each way in which a run can end without a grade. */
export const outcomeText: Record<Exclude<RunStatus, 'graded'>, OutcomeText> = {
  'build-failed': {
    title: 'The image does not build',
    next: 'Read the last lines of the log, where the failed step reports the reason. Fix its line and run again.',
    counts: true,
  },
  rejected: {
    title: 'Refused before building',
    next: 'Nothing was built. Change what the message names and run again.',
    counts: true,
  },
  'timed-out': {
    title: 'Stopped at the time limit',
    next: 'Find the step that took longest. The usual cause is a command that waits for input or never ends.',
    counts: true,
  },
  'out-of-memory': {
    title: 'Out of memory',
    next: 'The sandbox reached its memory limit. Do less at once: fewer parallel jobs, smaller data, or a wheel instead of a source build.',
    counts: true,
  },
  infrastructure: {
    title: 'Our runner failed; this run is not counted',
    next: 'The cause is not in your files. Run again in a moment.',
    counts: false,
  },
};
