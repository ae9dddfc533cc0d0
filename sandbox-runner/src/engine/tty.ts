import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';

/** Columns and rows of a terminal. */
export interface TtySize {
  columns: number;
  rows: number;
}

/** A program in a container with a terminal of its own. */
export interface Tty {
  /**
   * What the program prints, until it and everything that holds its terminal has exited. It blocks while
   * nobody reads.
   */
  readonly output: AsyncIterable<Uint8Array>;
  /**
   * Types something. Resolves when it has left this process, which does not happen while the program does not
   * read.
   */
  write(text: string): Promise<void>;
  /** Best effort: a program that has exited has no size. */
  resize(size: TtySize): Promise<void>;
  /** Its process on the host; undefined if it has exited. */
  pid(): Promise<number | undefined>;
  /** Its exit code after the output has ended; null if it is not known. */
  exitCode(): Promise<number | null>;
  /** Disconnects from it. It continues to run. */
  disconnect(): void;
}

/** The engine accepts a size only once the program runs, which is a moment after it was started. */
const resizePauseMs = 100;
const maxResizes = 10;
/** The engine records the exit code a moment after the output has ended. */
const exitPauseMs = 20;
const maxExitChecks = 100;

/**
 * Starts a program with a terminal in a running container, as the given user.
 *
 * @throws Error if the container is not running
 */
export async function startWithTty(
  container: Docker.Container,
  command: string[],
  user: string,
): Promise<Tty> {
  const exec = await container.exec({
    Cmd: command,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
    User: user,
    WorkingDir: '/',
  });
  const stream = await exec.start({ hijack: true, stdin: true, Tty: true });
  // A lost connection ends the output.
  stream.on('error', () => undefined);
  return {
    output: outputOf(stream),
    write: (text) => new Promise((resolve) => stream.write(text, () => resolve())),
    resize: ({ columns, rows }) => resize(exec, columns, rows, stream),
    async pid() {
      const { Running: isRunning, Pid: pid } = await exec.inspect();
      return isRunning && pid > 0 ? pid : undefined;
    },
    exitCode: () => exitCodeOf(exec),
    disconnect: () => void stream.destroy(),
  };
}

async function* outputOf(stream: Duplex): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of stream) yield bytes as Uint8Array;
  } catch {
    // The connection was lost, or ended by us.
  }
}

async function resize(exec: Docker.Exec, columns: number, rows: number, stream: Duplex): Promise<void> {
  for (let tries = 1; !stream.destroyed; tries++) {
    try {
      await exec.resize({ w: columns, h: rows });
      return;
    } catch {
      if (tries === maxResizes) return;
      await delay(resizePauseMs);
    }
  }
}

async function exitCodeOf(exec: Docker.Exec): Promise<number | null> {
  for (let checks = 1; ; checks++) {
    const state = await exec.inspect().catch(() => undefined);
    if (state === undefined) return null;
    if (!state.Running) return state.ExitCode;
    if (checks === maxExitChecks) return null;
    await delay(exitPauseMs);
  }
}
