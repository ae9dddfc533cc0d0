import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './owner.ts';

export interface Service {
  name: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  /** The user it runs as; undefined for this process's own user. */
  account?: Account | undefined;
}

const GRACE_MS = 20_000;
const RESTART_AFTER_MS = [500, 1_000, 2_000, 5_000, 10_000];

/**
 * Keeps processes running. Output goes to `<logDir>/<name>.log` and the process ID to `<logDir>/<name>.pid`.
 * A process that exits by itself is restarted after an increasing pause. `stop()` stops all of them and
 * waits.
 */
export class Services {
  #logDir: string;
  #running = new Map<string, ChildProcess>();
  #stopping = false;
  #onRestart: (name: string, code: number | null) => void;

  constructor(logDir: string, onRestart: (name: string, code: number | null) => void) {
    this.#logDir = logDir;
    this.#onRestart = onRestart;
    mkdirSync(logDir, { recursive: true });
  }

  start(service: Service, restarts = 0): void {
    const startedAt = Date.now();
    const child = spawn(service.command, service.args, {
      env: { ...process.env, ...service.env },
      ...service.account,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own process group, so that on Ctrl C stop() stops the processes in order.
      detached: true,
    });
    const log = createWriteStream(join(this.#logDir, `${service.name}.log`), { flags: 'a' });
    child.stdout?.pipe(log);
    child.stderr?.pipe(log);
    this.#running.set(service.name, child);
    writeFileSync(join(this.#logDir, `${service.name}.pid`), String(child.pid ?? ''));
    child.once('error', (error) => log.write(`${error.message}\n`));
    child.once('close', (code) => {
      log.end();
      if (this.#stopping) return;
      this.#onRestart(service.name, code);
      const count = Date.now() - startedAt > 60_000 ? 0 : restarts;
      const pause = RESTART_AFTER_MS[Math.min(count, RESTART_AFTER_MS.length - 1)];
      setTimeout(() => {
        if (!this.#stopping) this.start(service, count + 1);
      }, pause);
    });
  }

  /**
   * Stops the services in the given order (SIGINT, which aborts work in progress, then SIGKILL after 20 s)
   * and waits for each.
   */
  async stop(order: string[]): Promise<void> {
    this.#stopping = true;
    for (const name of order) {
      const child = this.#running.get(name);
      if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
      signalGroup(child.pid, 'SIGINT');
      const timer = setTimeout(() => child.pid !== undefined && signalGroup(child.pid, 'SIGKILL'), GRACE_MS);
      await ended;
      clearTimeout(timer);
    }
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
