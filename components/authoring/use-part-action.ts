import { useState } from 'react';
import type { Made } from './part-actions.ts';

/** Runs a server action that makes a lesson or an exercise, and keeps why it was refused. */
export function usePartAction(onMade: (path: string) => void) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  /** @returns whether it was made */
  async function run(action: () => Promise<Made>): Promise<boolean> {
    if (isBusy) return false;
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await action();
      if (answer.ok) onMade(answer.open);
      else setProblem(answer.message);
      return answer.ok;
    } catch {
      setProblem('The site cannot be reached. Try again.');
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { isBusy, problem, run };
}
