import { useState } from 'react';
import { earlierRunOf, type EarlierRun } from '../gain/gain-rows.ts';
import type { RunState } from './run-state.ts';

/**
 * What to compare the newest run with: the learner's first graded run of the exercise. `known` is that run as
 * it was when the page was rendered; without one, the first run that is graded since then counts.
 *
 * @returns undefined if the newest run is that run
 */
export function useEarlierRun(
  known: EarlierRun | undefined,
  { runId, result }: Pick<RunState, 'runId' | 'result'>,
): EarlierRun | undefined {
  const [first, setFirst] = useState(known);
  const graded = runId === undefined ? undefined : earlierRunOf(runId, result);
  if (first === undefined && graded !== undefined) setFirst(graded);
  return first?.runId === runId ? undefined : first;
}
