import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { RUNNER_TOKEN } from '../site/site.ts';
import { until } from './until.ts';

const program = join(import.meta.dirname, '../../sandbox-runner/src/index.ts');

/** A real runner: `node sandbox-runner/src/index.ts`. */
export class RunnerProcess {
  readonly pid: number;
  /** Lines of its log. */
  readonly lines: string[] = [];
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;

  /** @param variables added to this process's environment */
  constructor(
    name: string,
    siteUrl: string,
    variables: Record<string, string>,
    command: readonly string[] = [process.execPath],
  ) {
    const [executable = process.execPath, ...args] = command;
    this.#child = spawn(executable, [...args, program], {
      env: {
        ...process.env,
        SITE_URL: siteUrl,
        RUNNER_TOKEN,
        RUNNER_NAME: name,
        RUNNER_HEARTBEAT_SECONDS: '1',
        RUNNER_SWEEP_SECONDS: '1',
        LOG_LEVEL: 'info',
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.pid = this.#child.pid ?? 0;
    this.ended = once(this.#child, 'exit').then(() => undefined);
    for (const stream of [this.#child.stdout, this.#child.stderr])
      if (stream) createInterface(stream).on('line', (line) => this.lines.push(line));
  }

  /** Waits until a text appears in its log. */
  async waitForLog(text: string, count = 1): Promise<void> {
    const ended = () => this.#child.exitCode !== null || this.#child.signalCode !== null;
    const logged = () => this.lines.filter((line) => line.includes(text)).length >= count;
    await until(`a runner's ${text}`, () => (logged() || ended() ? true : undefined), {
      state: () => this.lines.slice(-10).join('\n'),
    });
    if (!logged()) throw new Error(`the runner ended:\n${this.lines.slice(-15).join('\n')}`);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Kills it, unless it has ended. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  /** Stops it gracefully; it aborts its current runs. */
  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.signal('SIGINT');
    await this.ended;
  }
}
