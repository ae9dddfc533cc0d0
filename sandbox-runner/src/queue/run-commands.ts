import type { CommandsClaim, OutputsRequest } from '@dfm/contracts';
import { runLessonInSandbox } from '../content/lesson-in-sandbox.ts';
import type { Attempt } from './attempt.ts';
import { untilReached } from './until-reached.ts';

/**
 * Runs the commands of a lesson, and reports their outputs.
 *
 * @throws the signal's reason if the attempt is dropped; PlatformError if the site refuses it
 */
export async function runCommands(
  { runId, fence, script }: CommandsClaim,
  { client, log, recordings, onFault, signal }: Attempt,
): Promise<void> {
  log.info({ lesson: script.slug }, 'commands claimed');
  const outputs = await ran();
  await untilReached(() => client.outputs(runId, { fence, outputs }), signal);
  log.info({ lesson: script.slug }, 'commands finished');

  async function ran(): Promise<OutputsRequest['outputs']> {
    try {
      return await runLessonInSandbox(await recordings(), script, signal);
    } catch (error) {
      signal.throwIfAborted();
      onFault(error);
      return { fault: String(error).slice(0, 1_000) };
    }
  }
}
