import { useState } from 'react';
import type { RunState } from './run/run-state.ts';

/** Whether a run has started, ended or failed to start since the outcome was shown. */
export function useOutcomeNews({ runId, stage, problem }: RunState, isShown: boolean): boolean {
  const news = `${runId} ${stage} ${problem?.code}`;
  const [seen, setSeen] = useState(news);
  if (isShown && seen !== news) setSeen(news);
  return !isShown && seen !== news;
}
