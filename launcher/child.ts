import { spawn } from 'node:child_process';
import type { CleanUps } from './clean-ups.ts';

interface ChildOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Called with the last line of each output chunk. */
  onLine: (line: string) => void;
  /** Called with messages that a Node program sends to its parent. */
  onMessage?: (message: unknown) => void;
  /** Called with the process ID, before the program has done anything. */
  onStart?: (pid: number) => void;
}

/**
 * Runs a long setup program in its own process group and waits until it exits.
 *
 * @param cleanUps stops the group (SIGINT) if everything is stopped in the meantime
 * @throws with the end of its output if it fails
 */
export async function runChild(
  command: string,
  args: string[],
  options: ChildOptions,
  cleanUps: CleanUps,
): Promise<void> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe', ...(options.onMessage ? ['ipc' as const] : [])],
    detached: true,
  });
  if (options.onMessage) child.on('message', options.onMessage);
  if (child.pid !== undefined) options.onStart?.(child.pid);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-6_000);
      const line = text.trim().split('\n').at(-1)?.trim();
      if (line) options.onLine(line);
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  await cleanUps.add(async () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, 'SIGINT');
    await ended;
  });
  const code = await ended;
  if (cleanUps.requested) throw new Error('stopped');
  if (code !== 0)
    throw new Error(
      `${args.find((arg) => arg.startsWith('/')) ?? command} exited with ${code}\n${output.slice(-4_000)}`,
    );
}
