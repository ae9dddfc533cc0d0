import type Docker from 'dockerode';
import { logFrames } from './log-frames.ts';

/** Runs a command in a running container as a user of it and returns what it printed on standard output. */
export async function outputOf(container: Docker.Container, command: string[], user: string): Promise<string> {
  const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true, User: user });
  const stream = await exec.start({ hijack: true, stdin: false });
  const chunks: Uint8Array[] = [];
  for await (const { stream: name, bytes } of logFrames(stream as AsyncIterable<Uint8Array>)) if (name === 'stdout') chunks.push(bytes);
  return Buffer.concat(chunks).toString();
}
