import { afterAll, beforeAll, expect, test } from 'vitest';
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
  rssGrowthMb: number;
  /** In the sandbox; undefined where it had none. */
  engine: string | undefined;
}

declare module 'vitest' {
  interface TaskMeta {
    hostile?: HostileFigures;
  }
}

const settings = { SANDBOX_MEMORY_MB: '1024', SANDBOX_PIDS: '500' };
/** Nothing a learner sends makes the runner grow by more. What it holds at most: the kept output, one message of the engine (24 MiB), garbage. */
const mostRssGrowthMb = 200;
/** What the site reads of a result. */
const longestResultBytes = 8 * 1024 * 1024;

/** Registers one test for each case. Whatever the attack, the same has to hold of everything beside it. */
export function hostileCases(cases: readonly HostileCase[]): void {
  let fixture: PoolFixture;
  let canary: Canary;
  beforeAll(async () => {
    fixture = await openPool(settings);
    canary = await Canary.in(await fixture.pool.acquire('canary'));
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  test.for(cases)('case $number: $name', async (hostile, { task }) => {
    const before = await remainsOf(fixture.env);
    let seconds = 0;
    const { value: observed, ratio, builds } = await canary.beside(async () => {
      const started = performance.now();
      const seen = await attack(fixture, hostile);
      seconds = (performance.now() - started) / 1000;
      return seen;
    });
    const { result, faults, rssGrowthMb } = observed;
    const words = result.failure?.message ?? result.headline;
    task.meta.hostile = { number: hostile.number, name: hostile.name, outcome: `${result.status}: ${words}`, seconds, canaryRatio: ratio, canaryBuilds: builds, rssGrowthMb, engine: result.engine?.version };
    const inside = await leftInside(fixture, observed);

    expect(result).toMatchObject(hostile.wanted);
    expect(faults).toEqual([]);
    expect(await canary.fault()).toBeUndefined();
    await hostile.and?.(observed, fixture);
    // PostgreSQL stores neither NUL nor half a character.
    expect(`${words}${JSON.stringify(observed.events)}`).toSatisfy((text: string) => text.isWellFormed() && !/\0|\\u0000/.test(text));
    expect(words).toMatch(/^.{10,1000}$/s);
    expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(longestResultBytes);
    expect(rssGrowthMb).toBeLessThan(mostRssGrowthMb);
    expect(inside).toEqual({ containers: 0, networks: [], images: [], processes: [] });
    await expect.poll(() => remainsOf(fixture.env)).toEqual(before);
    if (observed.containerId !== undefined) expect(await processesIn(observed.containerId)).toEqual([]);
  });
}
