/** Programs of the sandbox image that are started next to the engine, as the sandbox's own user. */
export const programs = {
  /** Starts a shell for the learner. */
  shell: '/usr/local/lib/sandbox/shell',
  /** Starts the program that reads and changes the learner's files. */
  files: '/usr/local/lib/sandbox/files',
} as const;

const inEnginePath = '/usr/local/lib/sandbox/in-engine';
const asLearnerPath = '/usr/local/lib/sandbox/as-learner';

/** Variables of a command that runs as the sandbox's own user. */
export const userVariables = {
  HOME: '/home/sandbox',
  DOCKER_HOST: 'unix:///sock/docker.sock',
  LANG: 'C.UTF-8',
} as const;

/**
 * The command that runs `command` where the shells are, as their learner or as root of the engine's
 * namespaces.
 */
export function commandOf(user: 'learner' | 'root', command: readonly string[]): string[] {
  return [inEnginePath, ...(user === 'learner' ? [asLearnerPath] : []), ...command];
}

/**
 * Signals parents first, so that none starts a child unnoticed. A descendant that ends meanwhile needs no
 * signal.
 */
const signalScript = `
[ -r /proc/$$/task/$$/children ] && kill -"$2" "$1" || exit 1
below() { for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do kill -"$2" "$child" 2>/dev/null && below "$child" "$2"; done; }
below "$1" "$2"
echo done`;

/** The command that signals a process and all its descendants, and prints `done`. */
export function signalTreeCommand(pid: number, signal: 'STOP' | 'CONT'): string[] {
  return ['sh', '-c', signalScript, 'sh', String(pid), signal];
}
