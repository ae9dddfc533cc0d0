/** What the engine, containerd and runc each put in front of the reason, and after it. */
const handedOn = /^failed to create task for container: .*?unable to start container process: (?:error during container init: )?/su;
const noKind = /: unknown$/u;

/**
 * Why a container could not be started, without those who handed the reason on: the engine tells all of it in one line, and
 * whoever cuts that line loses its end, which is the reason.
 * @param message the engine's own, such as `failed to create task for container: … exec: "uvicorn": executable file not found in $PATH: unknown`
 */
export function startFailure(message: string): string {
  return handedOn.test(message) ? message.replace(handedOn, '').replace(noKind, '') : message;
}
