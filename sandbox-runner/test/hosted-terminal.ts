import { readFileSync } from 'node:fs';
import type { Lab } from '@dfm/contracts/lab';
import { pino } from 'pino';
import { SiteClient } from '../src/queue/site-client.ts';
import type { RunningSandbox } from '../src/sandbox/docker/running-sandbox.ts';
import { RunnerMetrics } from '../src/telemetry/runner-metrics.ts';
import { hostSession } from '../src/terminals/host-session.ts';
import { screenProcesses } from '../src/terminals/testing/screen-processes.ts';
import type { TerminalPage } from '../src/terminals/testing/terminal-page.ts';
import { TerminalSite } from '../src/terminals/testing/terminal-site.ts';
import type { PoolFixture } from './sandbox-fixture.ts';

/** A session in a real sandbox, on a site of its own. */
export class HostedTerminal implements AsyncDisposable {
  readonly site: TerminalSite;
  readonly metrics = new RunnerMetrics();
  readonly faults: unknown[] = [];
  readonly stopping = new AbortController();
  /** Resolves when the session has ended and none of it is left. */
  readonly ended: Promise<void>;
  #sandbox: RunningSandbox | undefined;

  private constructor(site: TerminalSite, { pool }: PoolFixture) {
    this.site = site;
    this.ended = hostSession(site.claim, {
      client: new SiteClient(site.url, TerminalSite.token),
      log: pino({ level: 'silent' }),
      heartbeatMs: 200,
      sandboxes: async () => ({
        ...pool,
        acquire: async (...args) => (this.#sandbox = (await pool.acquire(...args)) as RunningSandbox),
      }),
      meter: this.metrics,
      onFault: (error) => this.faults.push(error),
      signal: this.stopping.signal,
    });
  }

  /** @param lab what the session works on, from its first step on */
  static async open(fixture: PoolFixture, lab?: Lab): Promise<HostedTerminal> {
    const site = await TerminalSite.start(lab && { content: lab, done: 0 });
    return new HostedTerminal(site, fixture);
  }

  /** The sandbox of the session, once a page has a shell. */
  get sandbox(): RunningSandbox {
    if (this.#sandbox === undefined) throw new Error('the session has no sandbox yet');
    return this.#sandbox;
  }

  /** A new page that shows the first shell, at its prompt. */
  async page(options: Parameters<TerminalSite['page']>[0] = {}): Promise<TerminalPage> {
    const page = await this.site.page(options);
    await page.attach();
    if (options?.isSlow !== true) await page.run('true');
    return page;
  }

  async metric(name: string): Promise<number | undefined> {
    const { values } = (await this.metrics.registry.getSingleMetric(name)?.get()) ?? { values: [] };
    return values[0]?.value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stopping.abort(new Error('the test is over'));
    await this.ended;
    await this.site[Symbol.asyncDispose]();
  }
}

/** Memory that a process has in use, in MiB. */
export function residentMib(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1_024;
}

/**
 * Processes outside the sandbox that handle what is printed in a terminal: this one, which is the runner, its
 * processes for screens, and the engine of the host.
 */
export function terminalProcesses(): Map<string, number> {
  return new Map([
    ['runner', process.pid],
    ...screenProcesses().map((pid, index) => [`screens ${index + 1}`, pid] as const),
    ['engine of the host', Number(readFileSync('/var/run/docker.pid', 'utf8'))],
  ]);
}
