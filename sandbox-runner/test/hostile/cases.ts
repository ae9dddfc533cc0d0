import type { ResultDocument } from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { openPool, type PoolFixture } from '../sandbox-fixture.ts';
import { attack, leftInside, type Observed, type Submission } from './attacker.ts';
import { Canary } from './canary.ts';
import { processesIn, remainsOf } from './remains.ts';

export interface HostileCase extends Submission {
  /** In docs/results/hostile.md; a letter marks a variant. */
  number: string;
  name: string;
  /** Of the result document. */
  wanted: object;
  /** Causes that the log has to name, where a fault of the platform is the outcome. None otherwise. */
  faults?: unknown[];
  /** Learners who send it at the same time. */
  atOnce?: number;
  /**
   * What the attacker does in a sandbox of theirs beforehand, as who controls it. It is kept for the
   * submission.
   */
  prepare?: (sandbox: Sandbox, fixture: PoolFixture) => Promise<void>;
  /** What else has to hold. */
  and?: (observed: Observed, fixture: PoolFixture) => void | Promise<void>;
}

/** What a case measured, for the table. */
export interface HostileFigures {
  number: string;
  name: string;
  outcome: string;
  seconds: number;
  canaryRatio: number;
  canaryBuilds: number;
  submissions: number;
  slowestSubmissionMs: number;
  loopHeldMs: number;
  rssGrowthMb: number;
  /** In the sandbox; undefined where it had none. */
  engine: string | undefined;
}

declare module 'vitest' {
  interface TaskMeta {
    hostile?: HostileFigures;
  }
}

/** Three attackers, the learner who builds and the one who submits. */
const settings = { SANDBOX_MEMORY_MB: '1024', SANDBOX_PIDS: '500', SANDBOX_MAX: '5' };
/**
 * Nothing a learner sends makes the runner grow by more. What it holds at most: the kept output, one message
 * of the engine (24 MiB), garbage.
 */
const maxRssGrowthMb = 200;
/** A heartbeat of 5 s does not notice a runner that does nothing else for so long. */
const maxLoopHeldMs = 1_000;
/** What the site reads of a result. */
const maxResultBytes = 8 * 1024 * 1024;

/** Registers one test for each case. Whatever the attack, the same has to hold of everything beside it. */
export function hostileCases(cases: readonly HostileCase[]): void {
  let fixture: PoolFixture;
  let canary: Canary;
  beforeAll(async () => {
    fixture = await openPool(settings);
    canary = await Canary.in(fixture);
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  test.for(cases)('case $number: $name', async (hostile, { task }) => {
    const { number, name, prepare, atOnce = 1, wanted, faults = [], and } = hostile;
    const before = await remainsOf(fixture.env);
    if (prepare !== undefined) {
      const sandbox = await fixture.pool.acquire('attacker');
      await prepare(sandbox, fixture).finally(() => fixture.pool.release(sandbox, 'keep'));
    }
    let seconds = 0;
    const { value, beside } = await canary.beside(async () => {
      const started = performance.now();
      const learners = Array.from({ length: atOnce }, (_, n) => (n === 0 ? 'attacker' : `attacker-${n + 1}`));
      const seen = await Promise.all(learners.map((learner) => attack(fixture, hostile, learner)));
      seconds = (performance.now() - started) / 1000;
      return seen;
    });
    const rssGrowthMb = Math.max(...value.map((seen) => seen.rssGrowthMb));
    const { ratio: canaryRatio, builds: canaryBuilds, failures, ...figures } = beside;
    const { result: first } = value[0]!;
    task.meta.hostile = {
      number,
      name,
      outcome: `${first.status}: ${wordsOf(first)}`,
      seconds,
      canaryRatio,
      canaryBuilds,
      ...figures,
      rssGrowthMb,
      engine: first.engine?.version,
    };
    const inside = await Promise.all(value.map((observed) => leftInside(fixture, observed)));

    expect(failures).toEqual([]);
    expect(await canary.fault()).toBeUndefined();
    expect(figures.loopHeldMs).toBeLessThan(maxLoopHeldMs);
    expect(rssGrowthMb).toBeLessThan(maxRssGrowthMb);
    for (const observed of value) {
      const { result, events, sockets, sandbox } = observed;
      expect(result).toMatchObject(wanted);
      expect(observed.faults).toEqual(faults);
      await and?.(observed, fixture);
      // PostgreSQL stores neither NUL nor half a character.
      expect(JSON.stringify({ result, events })).toSatisfy(
        (text: string) => !/(?<!\\)\\u(0000|d[89a-f])/.test(text),
      );
      expect(wordsOf(result)).toMatch(/^.{10,1000}$/s);
      expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(maxResultBytes);
      if (sandbox !== undefined) expect(sockets).toEqual(['dial.sock', 'docker.sock', 'store.sock']);
    }
    expect(inside).toEqual(value.map(() => ({ containers: 0, networks: [], images: [], processes: [] })));
    await expect.poll(() => remainsOf(fixture.env)).toEqual(before);
    for (const { containerId } of value)
      if (containerId !== undefined) expect(await processesIn(containerId)).toEqual([]);
  });
}

function wordsOf({ failure, headline }: ResultDocument): string {
  return failure?.message ?? headline;
}
