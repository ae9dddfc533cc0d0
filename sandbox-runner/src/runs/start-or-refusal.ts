import { startContainer } from '../engine/containers.ts';
import type { EngineContainer } from '../engine/engine-types.ts';
import { startFault } from './engine-fault.ts';
import { limitReached } from './limit-reached.ts';
import type { RunScope } from './run-scope.ts';

/**
 * Starts a container of the image. If that fails because of a platform fault, tries once more.
 *
 * @returns undefined if it started, otherwise the engine's reason why the image cannot be started
 * @throws PlatformError `sandbox-failed` if it fails because of a platform fault again
 */
export async function startOrRefusal(
  scope: RunScope,
  container: EngineContainer,
): Promise<string | undefined> {
  const refusal = await startContainer(container);
  if (!(await isPlatformFault(scope, refusal))) return refusal?.why;
  scope.notice('The container could not be started because of an error in our runner, so we tried again.');
  const again = await startContainer(container);
  if (await isPlatformFault(scope, again)) throw startFault(`${refusal?.why}\nand again: ${again?.why}`);
  return again?.why;
}

/** If the learner's containers reached a limit of the sandbox, that takes precedence. */
async function isPlatformFault(
  { sandbox }: RunScope,
  refusal: Awaited<ReturnType<typeof startContainer>>,
): Promise<boolean> {
  return refusal?.isPlatformFault === true && (await limitReached(sandbox)) === undefined;
}
