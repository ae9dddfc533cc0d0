import type { Phase } from '@dfm/contracts';

/** What learners see of each phase of a run. */
export const phaseLabel: Record<Phase, string> = {
  queued: 'Queue',
  sandbox: 'Sandbox',
  static: 'Checking text',
  'cold-build': 'Build',
  replay: 'Rebuilds after edits',
  image: 'Image',
  run: 'Start',
  grade: 'Grade',
};
