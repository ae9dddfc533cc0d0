import type { RegradeState } from '@dfm/contracts/page-data';

/** The state of a regrade as a badge shows it. */
export const stateText = {
  judging: { text: 'in progress', tone: 'neutral' },
  ready: { text: 'waits for a decision', tone: 'warn' },
  applied: { text: 'applied', tone: 'good' },
  reverted: { text: 'reverted', tone: 'neutral' },
  discarded: { text: 'discarded', tone: 'neutral' },
} as const satisfies Record<RegradeState, object>;
