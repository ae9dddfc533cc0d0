import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { CommandEnd, CommandOptions } from '../../engine/exec.ts';
import { characterBoundary } from '../../engine/truncate.ts';
import type { SandboxProgram, SandboxShell } from '../sandbox.ts';
import type { Channel } from './channel.ts';
import type { PodChannels } from './link.ts';

/** How long a program may take to end after SIGTERM or after its pipes were closed. */
const closingMs = 5_000;

/**
 * Runs a command in a pod as the sandbox's user, with empty standard input, and waits until it exits.
 *
 * @throws the signal's reason; Error if the pod ends before the command
 */
export async function runInPod(
  link: PodChannels,
  command: readonly string[],
  { env, workingDir, maxBytes, signal }: CommandOptions,
): Promise<CommandEnd> {
  signal.throwIfAborted();
  const channel = startProgram(link, 'piped', command, workingDir, env);
  channel.end();
  const stop = () => channel.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const chunks: Uint8Array[] = [];
  let leftBytes = maxBytes;
  try {
    for await (const bytes of channel as AsyncIterable<Buffer>) {
      const fitting = leftBytes >= bytes.length ? bytes.length : characterBoundary(bytes, leftBytes);
      leftBytes = fitting === bytes.length ? leftBytes - fitting : 0;
      chunks.push(bytes.subarray(0, fitting));
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
  const exitCode = await channel.exitCode;
  if (exitCode === undefined) throw new Error('the pod ended before the command in it');
  return { exitCode, output: Buffer.concat(chunks).toString() };
}

/** Starts a program in a pod that is spoken to through pipes. */
export function startPipedInPod(link: PodChannels, command: readonly string[]): SandboxProgram {
  // The agent reports both outputs as one.
  const withoutErrors = ['sh', '-c', 'exec "$@" 2>/dev/null', 'sh', ...command];
  const channel = startProgram(link, 'piped', withoutErrors, '/', {});
  return {
    output: outputOf(channel),
    write: (bytes) => new Promise((resolve) => channel.write(bytes, () => resolve())),
    pid: async () => undefined,
    disconnect: () => void channel.destroy(),
    close: () => closeProgram(channel, 'KILL'),
  };
}

/** Starts a program in a pod with a terminal of its own. */
export function startTtyInPod(link: PodChannels, command: readonly string[]): SandboxShell {
  const channel = startProgram(link, 'terminal', command, '/', {});
  return {
    output: outputOf(channel),
    write: (text) => new Promise((resolve) => channel.write(text, () => resolve())),
    resize: async ({ columns, rows }) => channel.resize(rows, columns),
    pid: async () => undefined,
    exitCode: async () => (await channel.exitCode) ?? null,
    disconnect: () => void channel.destroy(),
    close: () => closeProgram(channel, 'TERM'),
  };
}

function startProgram(
  link: PodChannels,
  kind: 'piped' | 'terminal',
  command: readonly string[],
  workingDir: string,
  env: Readonly<Record<string, string>>,
): Channel {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return link.channel(kind, workingDir, ...variables, '--', ...command);
}

async function closeProgram(channel: Channel, signal: 'TERM' | 'KILL'): Promise<void> {
  channel.signal(signal);
  await Promise.race([channel.exitCode, delay(closingMs, undefined, { ref: false })]);
  channel.destroy();
}

async function* outputOf(stream: Duplex): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of stream) yield bytes as Uint8Array;
  } catch {
    // The connection was lost, or ended by us.
  }
}
