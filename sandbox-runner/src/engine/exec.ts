import { addAbortSignal, type Readable } from 'node:stream';
import type Docker from 'dockerode';
import { logFrames } from './log-frames.ts';
import { tailOf } from './truncate.ts';

const errorTailBytes = 500;

/**
 * Runs a command in a running container as its root and passes its standard output on as it comes.
 * @throws Error with what the command complained of when it fails; the signal's reason when aborted
 */
export async function* streamOf(container: Docker.Container, command: string[], signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true, User: 'root' });
  const output = (await exec.start({ hijack: true, stdin: false })) as Readable;
  addAbortSignal(signal, output);
  let complaint = '';
  for await (const { stream, bytes } of logFrames(output)) {
    if (stream === 'stdout') yield bytes;
    else complaint = tailOf(complaint + Buffer.from(bytes).toString(), errorTailBytes);
  }
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0) throw new Error(`${command.join(' ')} ended with ${ExitCode}: ${complaint}`);
}
