import type { Confirmation } from '@dfm/contracts/browser-api';
import { isPermanent, type readRun } from './run-api.ts';

const pollMs = 4_000;

/**
 * Reads a passing run until nothing remains to be confirmed, and reports its confirmation after each read. A
 * read that failed is repeated after the usual interval, unless it would fail forever.
 *
 * @param read reads the run
 * @returns a function that stops it
 */
export function pollConfirmation(
  read: () => ReturnType<typeof readRun>,
  report: (confirmation: Confirmation | undefined) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const poll = async () => {
    const result = await read();
    if (isStopped || (!result.ok && isPermanent(result.problem))) return;
    if (result.ok) report(result.value.confirmation);
    // If an earlier run with as many points was confirmed, there is nothing to wait for.
    if (!result.ok || result.value.confirmation?.state === 'waiting')
      timer = setTimeout(() => void poll(), pollMs);
  };
  void poll();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
