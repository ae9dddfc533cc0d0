/** Prefixes and suffix that the engine, containerd and runc add to the reason. */
const wrapper =
  /^failed to create task for container: .*?unable to start container process: (?:error during container init: )?/su;
const noKind = /: unknown$/u;

/**
 * The reason why a container could not be started, without the prefixes of the programs that passed it on.
 * The engine reports everything in one line, and a display that truncates the line would lose the reason at
 * its end.
 *
 * @param message of the engine, such as `failed to create task for container: … exec: "uvicorn": executable
 *   file not found in $PATH: unknown`
 */
export function startFailure(message: string): string {
  return wrapper.test(message) ? message.replace(wrapper, '').replace(noKind, '') : message;
}

/** Go's `%q` format: the command cannot end the quotation early. */
const unfinishedProcess = /^process "(?:[^"\\]|\\.)*" did not complete successfully: (.*)$/su;
/**
 * BuildKit's message if `build-runc` was killed by a signal, which means that no process of the step was
 * started.
 */
const neverStarted = /did not terminate successfully: exit status -1$/u;

/**
 * The reason why the process of a RUN step was never started. Undefined for a step that did start, whatever
 * it printed and however it ended.
 *
 * @param error BuildKit's message about the step
 * @param log output of the step; if it never started, this is only runc's message
 */
export function stepStartFailure(error: string, log: string): string | undefined {
  const end = unfinishedProcess.exec(error)?.[1];
  if (end === undefined || /^exit code: \d+$/u.test(end)) return undefined;
  return neverStarted.test(end) ? log.trim() : end;
}

const byRunc = /^.*?unable to start container process: /su;
/**
 * Reasons that are due to the image or the Dockerfile: messages of runc from inside the container's file
 * system, and messages of the engine.
 */
const imageReasons = [
  /^(?:exec: |error during container init: |unable to setup user: |chdir to cwd )/u,
  /^(?:unable to find (?:user|group) |uids and gids must be |working dir |failed to create working directory |cannot mkdir: |mkdir )/iu,
];
/** runc's process inside the container ended without a message. */
const silentEnd = /^error during container init: (?:read init-p: |(?:unexpected )?EOF$)/u;
/** The kernel lets no container have a /proc, because a part of the sandbox's own is covered. */
const coveredProc = /^error during container init: error mounting "proc" .*: operation not permitted$/u;
/** The machine lacks a resource or is broken. No file or setting of an image causes these. */
const machineFaults = [
  'input/output error',
  'cannot allocate memory',
  'resource temporarily unavailable',
  'too many open files',
  'too many open files in system',
  'context canceled',
  'context deadline exceeded',
];
const mountFailure = /^(?:failed to (?:mount|prepare) |mount source: )(?!.*max depth exceeded)/isu;
/**
 * A reason longer than this quotes something from the learner at length, because engines' own messages are
 * shorter.
 */
const maxOwnLength = 2_000;

/**
 * Whether the platform is to blame for a container that could not be started, that is, unless its image or
 * the Dockerfile is the cause.
 *
 * @param reason a message of the engine, BuildKit or runc only, never of a process in a container
 */
export function isPlatformStartFault(reason: string): boolean {
  if (reason.length > maxOwnLength) return false;
  const message = reason.replace(byRunc, '').replace(noKind, '');
  return (
    isMachineFault(message) ||
    silentEnd.test(message) ||
    coveredProc.test(message) ||
    !imageReasons.some((pattern) => pattern.test(message))
  );
}

/**
 * Whether the platform is to blame for a failed step that starts no process, such as COPY.
 *
 * @param error BuildKit's message
 */
export function isPlatformBuildFault(error: string): boolean {
  return isMachineFault(error) || mountFailure.test(error);
}

function isMachineFault(message: string): boolean {
  return machineFaults.some((fault) => message === fault || message.endsWith(`: ${fault}`));
}
