import { startContainer } from '../engine/containers.ts';
import type { EngineContainer } from '../engine/engine-types.ts';
import { startFault } from './engine-fault.ts';
import { limitReached } from './limit-reached.ts';
import type { RunScope } from './run-scope.ts';

/**
 * Starts a container of the image. If it does not start for a fault of ours, it is started once more.
 *
 * @returns undefined when it started, else why the image cannot be started, in the engine's words
 * @throws PlatformError `sandbox-failed` when it does not start for a fault of ours again
 */
export async function startOrRefusal(
  scope: RunScope,
  container: EngineContainer,
): Promise<string | undefined> {
  const refusal = await startContainer(container);
  if (!(await isPlatformFault(scope, refusal))) return refusal?.why;
  scope.notice('The container could not be started because of a fault of ours, so we tried again.');
  const again = await startContainer(container);
  if (await isPlatformFault(scope, again)) throw startFault(`${refusal?.why}\nand again: ${again?.why}`);
  return again?.why;
}

/** A limit of the sandbox that the learner's containers reached comes before. */
async function isPlatformFault(
  { sandbox }: RunScope,
  refusal: Awaited<ReturnType<typeof startContainer>>,
): Promise<boolean> {
  return refusal?.isPlatformFault === true && (await limitReached(sandbox)) === undefined;
}
