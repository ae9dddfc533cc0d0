import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { logFrames } from './log-frames.ts';

/** A program in a container whose standard input and output are pipes. */
export interface PipedProgram {
  /** Its standard output, until it exits. It blocks while nobody reads. */
  readonly output: AsyncIterable<Uint8Array>;
  /** Resolves when the bytes have left this process, which does not happen while the program does not read. */
  write(bytes: Uint8Array): Promise<void>;
  /** Its process on the host; undefined if it has exited. */
  pid(): Promise<number | undefined>;
  /** Closes its standard input and output. */
  disconnect(): void;
}

/**
 * Starts a program in a running container, as the given user.
 *
 * @throws Error if the container is not running
 */
export async function startPiped(
  container: Docker.Container,
  command: string[],
  user: string,
): Promise<PipedProgram> {
  const exec = await container.exec({
    Cmd: command,
    AttachStdin: true,
    AttachStdout: true,
    User: user,
    WorkingDir: '/',
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  // A lost connection ends the output.
  stream.on('error', () => undefined);
  return {
    output: outputOf(stream),
    write: (bytes) => new Promise((resolve) => stream.write(bytes, () => resolve())),
    async pid() {
      const { Running: isRunning, Pid: pid } = await exec.inspect();
      return isRunning && pid > 0 ? pid : undefined;
    },
    disconnect: () => void stream.destroy(),
  };
}

async function* outputOf(stream: Duplex): AsyncGenerator<Uint8Array> {
  try {
    for await (const { bytes } of logFrames(stream as AsyncIterable<Uint8Array>)) yield bytes;
  } catch {
    // The connection was lost, or ended by us.
  }
}
