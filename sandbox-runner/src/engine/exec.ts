import { addAbortSignal, type Readable } from 'node:stream';
import type Docker from 'dockerode';
import { logFrames, type LogFrame } from './log-frames.ts';
import { tailOf } from './truncate.ts';

const errorTailBytes = 500;

/** Runs a command in a running container as its root and returns what it printed on standard output. */
export async function outputOf(container: Docker.Container, command: string[]): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const { stream, bytes } of (await start(container, command)).frames) if (stream === 'stdout') chunks.push(bytes);
  return Buffer.concat(chunks).toString();
}

/**
 * Runs a command in a running container as its root and passes its standard output on as it comes.
 * @throws Error with what the command complained of when it fails; the signal's reason when aborted
 */
export async function* streamOf(container: Docker.Container, command: string[], signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const { exec, frames } = await start(container, command, signal);
  let complaint = '';
  for await (const { stream, bytes } of frames) {
    if (stream === 'stdout') yield bytes;
    else complaint = tailOf(complaint + Buffer.from(bytes).toString(), errorTailBytes);
  }
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0) throw new Error(`${command.join(' ')} ended with ${ExitCode}: ${complaint}`);
}

async function start(container: Docker.Container, command: string[], signal?: AbortSignal): Promise<{ exec: Docker.Exec; frames: AsyncIterable<LogFrame> }> {
  const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true, User: 'root' });
  const stream = (await exec.start({ hijack: true, stdin: false })) as Readable;
  if (signal !== undefined) addAbortSignal(signal, stream);
  return { exec, frames: logFrames(stream as AsyncIterable<Uint8Array>) };
}
