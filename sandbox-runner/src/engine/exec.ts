import type Docker from 'dockerode';
import { type LogFrame, logFrames } from './log-frames.ts';
import { characterBoundary } from './truncate.ts';

export interface CommandOptions {
  /** Variables beside those of the container. */
  env: Record<string, string>;
  workingDir: string;
  /** More of the output is read and dropped. */
  maxBytes: number;
  /** Ends the waiting, not the command. */
  signal: AbortSignal;
}

export interface CommandEnd {
  exitCode: number;
  /** Standard output and error in the order in which they came. */
  output: string;
}

/**
 * Runs a command in a running container, as the container's own user or as another of it, and returns the
 * beginning of its standard output. A command that prints more than `maxBytes` is not waited for; one that
 * goes on when `signal` aborts is left to the container's end.
 *
 * @throws the signal's reason; Error when the container does not run
 */
export async function answerOf(
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

/** How a command that was started in a container stands. */
export interface CommandState {
  /** As the engine sees it, while it runs. */
  pid: number | undefined;
  /** Once it has ended. */
  exitCode: number | undefined;
}

/**
 * Starts a command in a running container as the engine starts a HEALTHCHECK: as the container's own user,
 * with its variables, in its folder. What it prints is dropped.
 *
 * @returns what tells how it stands; undefined where the engine cannot start it, such as because the program
 *   is missing
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
 * Runs a command in a running container as a user of it, with nothing to read on standard input, and waits
 * for its end.
 *
 * @throws the signal's reason; Error when the container does not run or ends meanwhile
 */
export async function endOf(
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
  if (exitCode === null) throw new Error('the container ended before the command in it did');
  return { exitCode, output: Buffer.concat(chunks).toString() };
}

/**
 * Starts a command and tells what it prints, until it ends, whoever asks has enough, or `signal` aborts: then
 * its reason is thrown.
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
