import type { ResultDocument } from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { openPool, type PoolFixture } from '../sandbox-fixture.ts';
import { attack, leftInside, type Observed, type Submission } from './attacker.ts';
import { Canary } from './canary.ts';
import { processesIn, remainsOf } from './remains.ts';

export interface HostileCase extends Submission {
  /** Number in docs/results/hostile.md; a letter marks a variant. */
  number: string;
  name: string;
  /** Expected part of the result document. */
  expected: object;
  /** Expected causes in the log if the outcome is a platform fault. None otherwise. */
  faults?: unknown[];
  /** Number of learners who submit it at the same time. */
  learners?: number;
  /**
   * What the attacker, who controls their sandbox, does in it beforehand. The sandbox is kept for the
   * submission.
   */
  prepare?: (sandbox: Sandbox, fixture: PoolFixture) => Promise<void>;
  /** Further assertions. */
  verify?: (observed: Observed, fixture: PoolFixture) => void | Promise<void>;
}

/** Measurements of a case, for the results page. */
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
  /** Engine version in the sandbox; undefined if there was no sandbox. */
  engine: string | undefined;
}

declare module 'vitest' {
  interface TaskMeta {
    hostile?: HostileFigures;
  }
}

/** SANDBOX_MAX: three attackers, the learner who builds and the one who submits. */
const settings = { SANDBOX_MEMORY_MB: '1024', SANDBOX_PIDS: '500', SANDBOX_MAX: '5' };
/**
 * No submission may make the runner's memory grow by more than this. It holds at most the kept output, one
 * message of the engine (24 MiB) and garbage.
 */
const maxRssGrowthMb = 200;
/** Heartbeats every 5 s are not affected if the event loop is blocked for this long. */
const maxLoopHeldMs = 1_000;
/** The site's limit for a result. */
const maxResultBytes = 8 * 1024 * 1024;

/**
 * Registers one test for each case. Whatever the attack, the effects on everything else must stay within the
 * same limits.
 */
export function hostileCases(cases: readonly HostileCase[]): void {
  let fixture: PoolFixture;
  let canary: Canary;
  beforeAll(async () => {
    fixture = await openPool(settings);
    canary = await Canary.in(fixture);
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  test.for(cases)('case $number: $name', async (hostile, { task }) => {
    const { number, name, prepare, learners = 1, expected, faults = [], verify } = hostile;
    const before = await remainsOf(fixture.env);
    if (prepare !== undefined) {
      const sandbox = await fixture.pool.acquire('attacker');
      await prepare(sandbox, fixture).finally(() => fixture.pool.release(sandbox, 'keep'));
    }
    let seconds = 0;
    const { value, effects } = await canary.measureDuring(async () => {
      const started = performance.now();
      const names = Array.from({ length: learners }, (_, n) => (n === 0 ? 'attacker' : `attacker-${n + 1}`));
      const seen = await Promise.all(names.map((learner) => attack(fixture, hostile, learner)));
      seconds = (performance.now() - started) / 1000;
      return seen;
    });
    const rssGrowthMb = Math.max(...value.map((seen) => seen.rssGrowthMb));
    const { ratio: canaryRatio, builds: canaryBuilds, failures, ...figures } = effects;
    const { result: first } = value[0]!;
    task.meta.hostile = {
      number,
      name,
      outcome: `${first.status}: ${messageOf(first)}`,
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
      expect(result).toMatchObject(expected);
      expect(observed.faults).toEqual(faults);
      await verify?.(observed, fixture);
      // PostgreSQL can store neither NUL nor an unpaired surrogate.
      expect(JSON.stringify({ result, events })).toSatisfy(
        (text: string) => !/(?<!\\)\\u(0000|d[89a-f])/.test(text),
      );
      expect(messageOf(result)).toMatch(/^.{10,1000}$/s);
      expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(maxResultBytes);
      if (sandbox !== undefined) expect(sockets).toEqual(['dial.sock', 'docker.sock', 'store.sock']);
    }
    expect(inside).toEqual(value.map(() => ({ containers: 0, networks: [], images: [], processes: [] })));
    await expect.poll(() => remainsOf(fixture.env)).toEqual(before);
    for (const { containerId } of value)
      if (containerId !== undefined) expect(await processesIn(containerId)).toEqual([]);
  });
}

function messageOf({ failure, headline }: ResultDocument): string {
  return failure?.message ?? headline;
}
