import type Docker from 'dockerode';
import { type LogFrame, logFrames } from './log-frames.ts';
import { characterBoundary } from './truncate.ts';

export interface CommandOptions {
  /** Added to the container's variables. */
  env: Record<string, string>;
  workingDir: string;
  /** Output beyond this is read and dropped. */
  maxBytes: number;
  /** Ends the wait, not the command. */
  signal: AbortSignal;
}

export interface CommandEnd {
  exitCode: number;
  /** Standard output and error in the order in which they were received. */
  output: string;
}

/**
 * Runs a command in a running container, as the container's own user or as `user`, and returns the beginning
 * of its standard output. Does not wait for a command that prints more than `maxBytes`. A command that is
 * still running when `signal` aborts runs until the container exits.
 *
 * @throws the signal's reason; Error if the container is not running
 */
export async function outputOf(
  container: Docker.Container,
  command: string[],
  { user, maxBytes, signal }: { user?: string; maxBytes: number; signal: AbortSignal },
): Promise<string> {
  const exec = await container.exec({
    Cmd: command,
    AttachStdout: true,
    AttachStderr: true,
    ...(user === undefined ? {} : { User: user }),
  });
  let text = Buffer.alloc(0);
  for await (const { stream, bytes } of framesOf(exec, signal)) {
    if (stream === 'stdout') text = Buffer.concat([text, bytes]);
    if (text.length > maxBytes) break;
  }
  return text.subarray(0, maxBytes).toString();
}

/** The state of a command that was started in a container. */
export interface CommandState {
  /** In the engine's namespace, while it runs. */
  pid: number | undefined;
  /** Once it has exited. */
  exitCode: number | undefined;
}

/**
 * Starts a command in a running container the way the engine starts a HEALTHCHECK: with the container's own
 * user, variables and working directory. Its output is dropped.
 *
 * @returns a function that returns its state; undefined if the engine cannot start it, for example because
 *   the program is missing
 */
export async function startCommand(
  container: Docker.Container,
  command: string[],
): Promise<(() => Promise<CommandState>) | undefined> {
  const exec = await container.exec({ Cmd: command });
  try {
    await exec.start({ Detach: true });
  } catch (error) {
    // An answer with a status is about this command; anything else is about the engine.
    if (error instanceof Error && 'statusCode' in error) return undefined;
    throw error;
  }
  return async () => {
    const { Running: running, Pid: pid, ExitCode: exitCode } = await exec.inspect();
    return {
      pid: running && pid > 0 ? pid : undefined,
      exitCode: running ? undefined : (exitCode ?? undefined),
    };
  };
}

/**
 * Runs a command in a running container as the given user, with empty standard input, and waits until it
 * exits.
 *
 * @throws the signal's reason; Error if the container is not running or exits before the command
 */
export async function runInContainer(
  container: Docker.Container,
  command: string[],
  user: string,
  { env, workingDir, maxBytes, signal }: CommandOptions,
): Promise<CommandEnd> {
  const exec = await container.exec({
    Cmd: command,
    AttachStdout: true,
    AttachStderr: true,
    User: user,
    WorkingDir: workingDir,
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
  });
  const chunks: Uint8Array[] = [];
  let leftBytes = maxBytes;
  for await (const { bytes } of framesOf(exec, signal)) {
    const fitting = leftBytes >= bytes.length ? bytes.length : characterBoundary(bytes, leftBytes);
    leftBytes = fitting === bytes.length ? leftBytes - fitting : 0;
    chunks.push(bytes.subarray(0, fitting));
  }
  const { ExitCode: exitCode } = await exec.inspect();
  if (exitCode === null) throw new Error('the container exited before the command in it');
  return { exitCode, output: Buffer.concat(chunks).toString() };
}

/**
 * Starts a command and yields its output until it exits, the caller stops reading, or `signal` aborts, in
 * which case its reason is thrown.
 */
async function* framesOf(exec: Docker.Exec, signal: AbortSignal): AsyncGenerator<LogFrame> {
  const stream = await exec.start({ hijack: true, stdin: false });
  const stop = () => stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    yield* logFrames(stream as AsyncIterable<Uint8Array>);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
  signal.throwIfAborted();
}
