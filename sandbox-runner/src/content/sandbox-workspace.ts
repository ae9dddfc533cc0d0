import type { Workspace } from '@dfm/course/check/workspace';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** On the sandbox's own disk, so that its engine can mount files from it. */
const folder = '/data/lesson';
const maxOutputBytes = 1_048_576;
/**
 * Characters of Base64 in one argument, for which the kernel's limit is 128 KiB. A multiple of 4, so that
 * each piece can be decoded.
 */
const pieceLength = 96_000;
/** Exit code of coreutils' `timeout` at the time limit. */
const timedOutCode = 124;
/** How long after SIGTERM a command is killed, and how long its result may then take to arrive. */
const graceSeconds = 10;

const writePiece =
  'mkdir -p -- "$(dirname -- "$1")" && printf %s "$2" | base64 -d >>"$1" && chmod "$3" -- "$1"';
/** A single stream for stdout and stderr keeps their order. */
const runScript = 'exec 2>&1; exec sh -e -c "$1"';

/**
 * Creates a workspace in a sandbox that has no other user.
 *
 * @param secondsPerScript time limit of one script
 */
export async function sandboxWorkspace(
  sandbox: Sandbox,
  secondsPerScript: number,
  signal: AbortSignal,
): Promise<Workspace> {
  const execute = async (command: string[], workingDir: string, seconds: number) => {
    const limit = AbortSignal.timeout((seconds + 2 * graceSeconds) * 1_000);
    return sandbox.execute(command, {
      env: {},
      workingDir,
      maxBytes: maxOutputBytes,
      signal: AbortSignal.any([signal, limit]),
    });
  };
  const prepare = async (command: string[], workingDir: string) => {
    const { exitCode, output } = await execute(command, workingDir, graceSeconds);
    if (exitCode !== 0) throw new Error(`cannot prepare the working folder of a lesson: ${output.trim()}`);
  };
  await prepare(['mkdir', folder], '/');
  return {
    async write({ path, encoding, data, mode }) {
      const base64 = encoding === 'base64' ? data : Buffer.from(data).toString('base64');
      await prepare(['rm', '-f', '--', path], folder);
      for (let at = 0; at === 0 || at < base64.length; at += pieceLength) {
        await prepare(
          ['sh', '-c', writePiece, 'sh', path, base64.slice(at, at + pieceLength), mode.toString(8)],
          folder,
        );
      }
    },
    async run(script) {
      const command = [
        'timeout',
        `--kill-after=${graceSeconds}`,
        String(secondsPerScript),
        'sh',
        '-c',
        runScript,
        'sh',
        script,
      ];
      const startedAt = performance.now();
      const { exitCode, output } = await execute(command, folder, secondsPerScript);
      const timedOut = exitCode === timedOutCode && performance.now() - startedAt >= secondsPerScript * 1_000;
      return { exitCode, output, timedOut };
    },
  };
}
