import type { Lab } from '@dfm/contracts/lab';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { inTypedShell } from './typed-shell.ts';

/** Time limit of the set-up, and of the reference of a step: a build that installs packages on a busy machine. */
export const commandsMs = 300_000;
const outputBytes = 2_000;

/**
 * Brings an unused sandbox to the state at the start of a step: the set-up of the lab, then the references of
 * the steps before.
 *
 * @param done number of steps before
 * @throws Error if the set-up fails or the commands take too long; the signal's reason
 */
export async function prepareLab(
  { slug, setup, steps }: Lab,
  done: number,
  sandbox: Sandbox,
  signal: AbortSignal,
): Promise<void> {
  if (setup !== undefined) {
    const { exitCode, output } = await sandbox.executeAs('learner', ['bash', '-e', '-c', setup], {
      maxBytes: outputBytes,
      signal: AbortSignal.any([signal, AbortSignal.timeout(commandsMs)]),
    });
    if (exitCode !== 0) throw new Error(`the set-up of the lab ${slug} exits with ${exitCode}: ${output}`);
  }
  if (done === 0) return;
  await inTypedShell(sandbox, async (shell) => {
    for (const { id, reference } of steps.slice(0, done)) {
      signal.throwIfAborted();
      if (!(await shell.run(reference, commandsMs)))
        throw new Error(`the reference of ${slug}/${id} does not finish`);
    }
  });
}
