import type { Decisions } from './merge-decisions.ts';

/** Decisions about a merge that is not done, kept in the tab in case the page is left. */
const keyOf = (draft: string) => `merge:${draft}`;

/** @returns none if there are none, or the browser keeps nothing */
export function keptDecisions(draft: string): Decisions {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(draft)) ?? '{}') as Decisions;
  } catch {
    return {};
  }
}

/** @param decisions undefined forgets them */
export function keepDecisions(draft: string, decisions: Decisions | undefined): void {
  try {
    if (decisions === undefined) sessionStorage.removeItem(keyOf(draft));
    else sessionStorage.setItem(keyOf(draft), JSON.stringify(decisions));
  } catch {
    // Full or forbidden. They stay on the page until it is left.
  }
}
