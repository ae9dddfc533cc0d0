import type { Workspace } from '@dfm/course/check/workspace';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** On the sandbox's own disk, where its engine finds what is mounted from it. */
const folder = '/data/lesson';
const maxOutputBytes = 1_048_576;
/** Base64 in one argument, of which the kernel takes 128 KiB; a multiple of 4, so that each piece is whole. */
const pieceLength = 96_000;
/** By coreutils' timeout, which tells it so. */
const timedOutCode = 124;
/** How long what does not end when asked to may take to be killed, and the answer to arrive. */
const graceSeconds = 10;

const writePiece =
  'mkdir -p -- "$(dirname -- "$1")" && printf %s "$2" | base64 -d >>"$1" && chmod "$3" -- "$1"';
/** One stream for both outputs keeps their order. */
const runScript = 'exec 2>&1; exec sh -e -c "$1"';

/**
 * A workspace in a sandbox that nobody else uses.
 *
 * @param secondsPerScript what takes longer is ended
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
    if (exitCode !== 0)
      throw new Error(`the working folder of a lesson could not be prepared: ${output.trim()}`);
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
      const began = performance.now();
      const { exitCode, output } = await execute(command, folder, secondsPerScript);
      const timedOut = exitCode === timedOutCode && performance.now() - began >= secondsPerScript * 1_000;
      return { exitCode, output, timedOut };
    },
  };
}
