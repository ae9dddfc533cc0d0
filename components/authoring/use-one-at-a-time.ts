import { useState } from 'react';

const lost = 'The site cannot be reached. Your text is kept in this tab; try again.';

/** Server actions of one editor, of which only one runs at a time, and what the author is told about the last. */
export function useOneAtATime() {
  const [notice, setNotice] = useState<{ text: string; isProblem: boolean }>();
  const [isBusy, setBusy] = useState(false);

  /** @returns the answer of an action; undefined if it was refused or lost, and the notice says why */
  async function run<Answer extends { ok: true }>(
    action: () => Promise<Answer | { ok: false; message: string }>,
  ): Promise<Answer | undefined> {
    if (isBusy) return undefined;
    setBusy(true);
    setNotice(undefined);
    try {
      const answer = await action();
      if (answer.ok) return answer;
      setNotice({ text: answer.message, isProblem: true });
    } catch {
      setNotice({ text: lost, isProblem: true });
    } finally {
      setBusy(false);
    }
    return undefined;
  }

  return { run, isBusy, notice, setNotice };
}
