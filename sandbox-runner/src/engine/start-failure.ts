/** What the engine, containerd and runc each put in front of the reason, and after it. */
const handedOn =
  /^failed to create task for container: .*?unable to start container process: (?:error during container init: )?/su;
const noKind = /: unknown$/u;

/**
 * Why a container could not be started, without those who handed the reason on: the engine tells all of it in
 * one line, and whoever cuts that line loses its end, which is the reason.
 *
 * @param message the engine's own, such as `failed to create task for container: … exec: "uvicorn":
 *   executable file not found in $PATH: unknown`
 */
export function startFailure(message: string): string {
  return handedOn.test(message) ? message.replace(handedOn, '').replace(noKind, '') : message;
}

/** `%q` of Go: the command cannot end the quotation early. */
const unfinishedProcess = /^process "(?:[^"\\]|\\.)*" did not complete successfully: (.*)$/su;
/**
 * How BuildKit reports the end of `build-runc` by a signal, which means that no process of the step was
 * started.
 */
const neverStarted = /did not terminate successfully: exit status -1$/u;

/**
 * Why the process of a RUN step was never started. A step that did start has no such reason, whatever it
 * printed and however it ended.
 *
 * @param error BuildKit's words about the step
 * @param log what the step printed: if it never started, runc's words and nothing else
 */
export function stepStartFailure(error: string, log: string): string | undefined {
  const end = unfinishedProcess.exec(error)?.[1];
  if (end === undefined || /^exit code: \d+$/u.test(end)) return undefined;
  return neverStarted.test(end) ? log.trim() : end;
}

const byRunc = /^.*?unable to start container process: /su;
/**
 * Reasons that come from the image or the Dockerfile: runc's from inside the container's file system, and the
 * engine's own.
 */
const ofTheImage = [
  /^(?:exec: |error during container init: |unable to setup user: |chdir to cwd )/u,
  /^(?:unable to find (?:user|group) |uids and gids must be |working dir |failed to create working directory |cannot mkdir: |mkdir )/iu,
];
/** runc's process inside the container ended without a word. */
const silentEnd = /^error during container init: (?:read init-p: |(?:unexpected )?EOF$)/u;
/** The machine lacks something or is broken. No file and no setting of an image leads to these. */
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
/** A reason longer than this quotes something of the learner's at length: engines use fewer words. */
const maxOwnLength = 2_000;

/**
 * Whether the platform is to blame that a container could not be started: for anything that its image and the
 * Dockerfile do not decide.
 *
 * @param reason words of the engine, of BuildKit or of runc alone, never of a process in a container
 */
export function isPlatformStartFault(reason: string): boolean {
  if (reason.length > maxOwnLength) return false;
  const words = reason.replace(byRunc, '').replace(noKind, '');
  return isMachineFault(words) || silentEnd.test(words) || !ofTheImage.some((pattern) => pattern.test(words));
}

/**
 * Whether the platform is to blame for a failed step that starts no process, such as COPY.
 *
 * @param error BuildKit's words
 */
export function isPlatformBuildFault(error: string): boolean {
  return isMachineFault(error) || mountFailure.test(error);
}

function isMachineFault(words: string): boolean {
  return machineFaults.some((fault) => words === fault || words.endsWith(`: ${fault}`));
}
