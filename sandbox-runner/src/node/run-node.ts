import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { PreparationEvent } from '../host/progress.ts';

/** Programs with their arguments, run by this version of Node. */
export interface NodePrograms {
  /** Reports its steps over the channel to its parent, as `commands/prepare.ts` does. */
  prepare: readonly string[];
  runner: readonly string[];
}

/**
 * Prepares a node, and starts its runner as soon as runs can be graded, while the rest is being prepared.
 * Ends when the runner does.
 *
 * @param log called with what an operator should know
 * @param stop stops both when it is aborted, with the signal that is its reason
 * @returns the exit code: that of the runner, or of a preparation that did not get so far; 0 if it was
 *   stopped
 */
export async function runNode(
  { prepare, runner }: NodePrograms,
  log: (text: string) => void,
  stop: AbortSignal,
): Promise<number> {
  const preparation = start(prepare, true, stop);
  const usable = new Promise<boolean>((resolve) => {
    preparation.child.on('message', ({ kind }: PreparationEvent) => kind === 'usable' && resolve(true));
    void preparation.ended.then(() => resolve(false));
  });
  if (!(await usable)) return stop.aborted ? 0 : (await preparation.ended) || 1;
  const running = stop.aborted ? undefined : start(runner, false, stop);
  void noteFailure(preparation, log, stop);
  const code = (await running?.ended) ?? 0;
  preparation.child.kill('SIGTERM');
  await preparation.ended;
  return stop.aborted ? 0 : code;
}

/** Reports it if the preparation fails while the runner is running. */
async function noteFailure(
  preparation: Started,
  log: (text: string) => void,
  stop: AbortSignal,
): Promise<void> {
  if ((await preparation.ended) !== 0 && !stop.aborted)
    log('The rest of the preparation failed; the next start repeats it. Exercises can be run meanwhile.');
}

interface Started {
  child: ChildProcess;
  /** Resolves with its exit code, which is 1 if a signal ended it. */
  ended: Promise<number>;
}

function start(args: readonly string[], hasChannel: boolean, stop: AbortSignal): Started {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit', ...(hasChannel ? (['ipc'] as const) : [])],
  });
  const ended = once(child, 'exit').then(([code]) => (code as number | null) ?? 1);
  const end = () => child.kill(stop.reason as NodeJS.Signals);
  if (stop.aborted) end();
  stop.addEventListener('abort', end, { once: true });
  return { child, ended };
}
