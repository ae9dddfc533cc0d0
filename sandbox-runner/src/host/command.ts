import { spawn } from 'node:child_process';

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  /** Called with each complete line of standard output and standard error. */
  onLine?: (line: string) => void;
}

const running = new Set<Promise<unknown>>();

/** Waits until all programs that `runCommand` started in this process have ended. Use it before exiting. */
export async function programsEnded(): Promise<void> {
  while (running.size > 0) await Promise.allSettled(running);
}

/**
 * Runs a program of the host without a shell.
 *
 * @returns its standard output as text
 * @throws Error with the program, its exit status and the last lines of its standard error
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    signal: options.signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const errors: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  if (options.onLine) {
    for (const stream of [child.stdout, child.stderr]) forwardLines(stream, options.onLine);
  }
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  running.add(ended);
  const status = await ended.finally(() => running.delete(ended));
  if (status !== 0) {
    const tail = errors.join('').trim().split('\n').slice(-8).join('\n');
    throw new Error(`${program} ${args.slice(0, 6).join(' ')} ended with ${status}: ${tail}`);
  }
  return output.join('');
}

function forwardLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  stream.on('end', () => rest !== '' && onLine(rest));
}
