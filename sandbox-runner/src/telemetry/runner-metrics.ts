import type { ClaimResponse, ResultDocument, RunEvent } from '@dfm/contracts';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { PoolObserver, SandboxPool } from '../sandbox/pool.ts';
import { limitKind } from './limit-kind.ts';

const phases = {
  sandboxMs: 'sandbox',
  staticMs: 'static',
  coldBuildMs: 'cold-build',
  replayMs: 'replay',
  imageMs: 'image',
  runMs: 'run',
} as const;
const runSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** Is notified about the progress of one run. */
export interface RunMeter {
  event(event: RunEvent): void;
  /** There is a result, and the sandbox is released. */
  graded(): void;
  /** The site has the result. */
  ended(result: ResultDocument): void;
  /** Cancelled, abandoned or rejected by the site. */
  dropped(): void;
}

/** Is notified about the progress of one terminal session. */
export interface SessionMeter {
  /** A shell was opened (1) or has ended (-1). */
  shells(change: 1 | -1): void;
  /**
   * `over` for the site, `engine` if its own processes ended the engine, `fault` if the platform failed,
   * `stopped` with the runner.
   */
  ended(outcome: 'over' | 'engine' | 'fault' | 'stopped'): void;
}

/** A runner's Prometheus metrics. Counters restart from zero with the process. */
export class RunnerMetrics {
  readonly registry = new Registry();
  readonly #registers = [this.registry];
  readonly #runs = new Counter({
    name: 'dfm_runner_runs_total',
    help: 'Runs this runner worked on, by outcome: a status of the result document, or dropped',
    labelNames: ['outcome'],
    registers: this.#registers,
  });
  readonly #phase = new Histogram({
    name: 'dfm_run_phase_seconds',
    help: 'Duration of each phase of a run',
    labelNames: ['phase'],
    buckets: runSeconds,
    registers: this.#registers,
  });
  readonly #total = new Histogram({
    name: 'dfm_run_seconds',
    help: 'Time from the claim to the verdict, by outcome',
    labelNames: ['outcome'],
    buckets: runSeconds,
    registers: this.#registers,
  });
  readonly #firstLog = new Histogram({
    name: 'dfm_run_first_log_seconds',
    help: 'Time from the queue to the first line of build output',
    buckets: runSeconds,
    registers: this.#registers,
  });
  readonly #limits = new Counter({
    name: 'dfm_limits_reached_total',
    help: 'Runs ended by a limit, by limit: a runner setting in lower case, or the time of a phase',
    labelNames: ['limit'],
    registers: this.#registers,
  });
  readonly #sandboxes = new Gauge({
    name: 'dfm_sandboxes',
    help: 'Sandboxes of this runner by state: warm, kept, busy, making',
    labelNames: ['state'],
    registers: this.#registers,
    collect: () => this.#readPool(),
  });
  readonly #sandboxesMax = new Gauge({
    name: 'dfm_sandboxes_max',
    help: 'SANDBOX_MAX',
    registers: this.#registers,
  });
  readonly #made = new Histogram({
    name: 'dfm_sandbox_make_seconds',
    help: 'Time to make a sandbox, by outcome: made or failed',
    labelNames: ['outcome'],
    buckets: [0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30],
    registers: this.#registers,
  });
  readonly #destroyed = new Counter({
    name: 'dfm_sandboxes_destroyed_total',
    help: 'Sandboxes destroyed',
    registers: this.#registers,
  });
  readonly #sessions = new Gauge({
    name: 'dfm_terminals_open',
    help: 'Terminal sessions on this runner; each has a sandbox',
    registers: this.#registers,
  });
  readonly #sessionsMax = new Gauge({
    name: 'dfm_terminals_max',
    help: 'TERMINALS_AT_ONCE',
    registers: this.#registers,
  });
  readonly #shells = new Gauge({
    name: 'dfm_terminal_shells_open',
    help: 'Shells in the terminal sessions of this runner',
    registers: this.#registers,
  });
  readonly #sessionsEnded = new Counter({
    name: 'dfm_terminals_ended_total',
    help: 'Terminal sessions that ended on this runner, by outcome: over, engine, fault or stopped',
    labelNames: ['outcome'],
    registers: this.#registers,
  });
  readonly #leaks = new Counter({
    name: 'dfm_leaks_found_total',
    help: 'Sandboxes of dead processes, found and cleared',
    registers: this.#registers,
  });

  #pool: Pick<SandboxPool, 'stats'> | undefined;

  /** @param terminalsAtOnce maximum number of terminal sessions */
  constructor(terminalsAtOnce = 0) {
    this.#sessionsMax.set(terminalsAtOnce);
    // Prometheus computes an increase only from a value that it has scraped. Without a 0, it would miss the first failure.
    this.#made.zero({ outcome: 'failed' });
    collectDefaultMetrics({ register: this.registry });
  }

  readonly sandboxes: PoolObserver = {
    made: (ms, outcome) => this.#made.observe({ outcome }, ms / 1_000),
    destroyed: () => this.#destroyed.inc(),
  };

  readonly leaksFound = (count: number): void => this.#leaks.inc(count);

  /** From now on, reads the pool's numbers at each scrape. */
  watchPool(pool: Pick<SandboxPool, 'stats'>): void {
    this.#pool = pool;
    this.#sandboxesMax.set(pool.stats().max);
  }

  #readPool(): void {
    if (this.#pool === undefined) return;
    const { warm, kept, busy, making } = this.#pool.stats();
    for (const [state, count] of Object.entries({ warm, kept, busy, making }))
      this.#sandboxes.set({ state }, count);
  }

  session(): SessionMeter {
    this.#sessions.inc();
    return {
      shells: (change) => this.#shells.inc(change),
      ended: (outcome) => {
        this.#sessions.dec();
        this.#sessionsEnded.inc({ outcome });
      },
    };
  }

  run({ queuedMs }: Pick<ClaimResponse, 'queuedMs'>): RunMeter {
    const startedAt = performance.now();
    let hasLog = false;
    return {
      event: ({ type }) => {
        if (hasLog || type !== 'log') return;
        hasLog = true;
        this.#firstLog.observe((queuedMs + performance.now() - startedAt) / 1_000);
      },
      graded: () => undefined,
      ended: ({ status, timings, failure }) => {
        this.#runs.inc({ outcome: status });
        this.#total.observe({ outcome: status }, timings.totalMs / 1_000);
        for (const [timing, phase] of Object.entries(phases)) {
          const ms = timings[timing as keyof typeof phases];
          if (ms !== undefined) this.#phase.observe({ phase }, ms / 1_000);
        }
        const limit = limitKind(failure);
        if (limit !== undefined) this.#limits.inc({ limit });
      },
      dropped: () => this.#runs.inc({ outcome: 'dropped' }),
    };
  }
}
