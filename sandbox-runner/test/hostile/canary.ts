import { nodeHealth } from '../../src/node/node-health.ts';
import { executeRun } from '../../src/runs/run.ts';
import { dockerHost } from '../../src/sandbox/docker/docker-host.ts';
import { templateOf } from '../../src/sandbox/docker/template.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { build, type PoolFixture } from '../sandbox-fixture.ts';
import { plain } from './attacker.ts';
import { watchLoop } from './held-loop.ts';

const dockerfile = 'FROM debian:bookworm-slim\nRUN echo canary > /canary\nRUN cat /canary\n';

/** Fetches the largest wheel of the shelf. */
const fetching = `import re, urllib.parse, urllib.request
page = "http://172.17.0.1:61080/simple/scipy/"
wheel = re.search('href="([^"#]+)', urllib.request.urlopen(page).read().decode())[1]
print("fetched", len(urllib.request.urlopen(urllib.parse.urljoin(page, wheel)).read()), flush=True)
`;

/** How an attack affected other learners and the runner. */
export interface Effects {
  /** Median build time during the attack divided by the median without it. */
  ratio: number;
  builds: number;
  /** Number of submissions from the pool to the verdict, and the duration of the slowest in milliseconds. */
  submissions: number;
  slowestSubmissionMs: number;
  /** Submissions that were not graded, and reasons why the node was unhealthy. Empty if there were none. */
  failures: string[];
  /**
   * The longest time for which the event loop of this process, which is the runner's, was blocked, in
   * milliseconds of processor time.
   */
  loopHeldMs: number;
}

/**
 * Other learners: one repeatedly builds something small that is completely cached; one submits and fetches
 * from the shelf.
 */
export class Canary {
  readonly #fixture: PoolFixture;
  readonly #sandbox: Sandbox;
  #runs = 0;

  private constructor(fixture: PoolFixture, sandbox: Sandbox) {
    this.#fixture = fixture;
    this.#sandbox = sandbox;
  }

  static async in(fixture: PoolFixture): Promise<Canary> {
    const canary = new Canary(fixture, await fixture.pool.acquire('canary'));
    await timed(canary.#sandbox);
    const failure = await canary.#submit();
    if (failure !== undefined) throw new Error(failure);
    return canary;
  }

  /**
   * Builds and submits alternately during `work`, at least once, and builds a few times before and after it,
   * so that other load on the machine affects both measurements.
   */
  async measureDuring<T>(work: () => Promise<T>): Promise<{ value: T; effects: Effects }> {
    const baseline = await this.#buildSeveral();
    const over = new AbortController();
    const during: number[] = [];
    const submissions: number[] = [];
    const failures: string[] = [];
    const loopHeldMs = watchLoop();
    const others = (async () => {
      do {
        during.push(await timed(this.#sandbox));
        const startedAt = performance.now();
        const found = [await this.#submit(), ...(await this.#unhealthyReasons())];
        failures.push(...found.filter((failure) => failure !== undefined));
        submissions.push(performance.now() - startedAt);
      } while (!over.signal.aborted);
    })();
    const [value] = await Promise.all([work().finally(() => over.abort()), others]);
    const heldMs = loopHeldMs();
    baseline.push(...(await this.#buildSeveral()));
    const effects = {
      ratio: median(during) / median(baseline),
      builds: during.length,
      submissions: submissions.length,
      slowestSubmissionMs: Math.max(...submissions),
      failures,
      loopHeldMs: heldMs,
    };
    return { value, effects };
  }

  fault() {
    return this.#sandbox.fault();
  }

  /**
   * Submits something different each time, so that it is built and fetched.
   *
   * @returns why it was not graded, if so
   */
  async #submit(): Promise<string | undefined> {
    const { pool, env } = this.#fixture;
    this.#runs += 1;
    const files = [
      { path: 'Dockerfile', data: 'FROM python:3.11-slim-bookworm\nCOPY fetch.py .\nRUN python fetch.py\n' },
      { path: 'fetch.py', data: `${fetching}# ${this.#runs}\n` },
    ];
    const faults: unknown[] = [];
    const result = await executeRun(
      {
        runId: `canary-${process.pid}-${this.#runs}`,
        learnerKey: 'submitter',
        exercise: plain,
        files: files.map((file) => ({ ...file, encoding: 'utf8', mode: 0o644 })),
      },
      {
        pool,
        limits: env,
        signal: new AbortController().signal,
        onEvent: () => {},
        onFault: (fault) => faults.push(fault),
      },
    );
    return result.status === 'graded' && faults.length === 0
      ? undefined
      : `the submission of another learner ended as ${result.status}: ${result.failure?.message} ${faults.map(String).join('; ')}`;
  }

  /** Reasons why the site would give this node no runs. */
  async #unhealthyReasons(): Promise<string[]> {
    const { pool, env } = this.#fixture;
    return (
      await nodeHealth({
        env,
        host: dockerHost(env),
        template: await templateOf(env),
        pool,
        leak: undefined,
      })
    ).reasons;
  }

  async #buildSeveral(): Promise<number[]> {
    const times: number[] = [];
    for (let n = 0; n < 3; n += 1) times.push(await timed(this.#sandbox));
    return times;
  }
}

async function timed(sandbox: Sandbox): Promise<number> {
  const started = performance.now();
  const { kind, log } = await build(sandbox, dockerfile);
  if (kind !== 'built') throw new Error(`the canary's build ended as ${kind}: ${log}`);
  return performance.now() - started;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
