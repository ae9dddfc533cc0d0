import { percentile } from '../measures/percentiles.ts';
import { seeded } from './random.ts';
import { type Measured, workDraws } from './service-times.ts';
import { type Workload, simulate } from './simulation.ts';

/** A class of `npm run bench:load`. */
export type LoadClass =
  /** Everyone submits the starter at the same moment. */
  | { kind: 'start'; learners: number }
  /** Everyone arrives within 5 s, installs all packages, reads the verdict for 5 s, and submits an edit. */
  | { kind: 'twice'; learners: number }
  /** Everyone has a sandbox, and submits an edit once a minute, evenly spread, for some minutes. */
  | { kind: 'hour'; learners: number; minutes: number };

export const withinSeconds = 5;
export const thinkSeconds = 5;

/** Median and 95th percentile of the time to the verdict. */
export interface Times {
  p50: number;
  p95: number;
}

/** The defaults. SANDBOX_MAX and SANDBOX_IDLE_SECONDS are not reached by these classes. */
const node = { runsAtOnce: 3, sandboxMax: 32, idleSeconds: 900 };
const seeds = Array.from({ length: 20 }, (_, n) => n + 1);
/** The first submissions of a class at work have ended by then, and no sandbox has been idle for too long. */
const openingSeconds = 600;

function workloadOf(simulated: LoadClass): Workload {
  const { kind, learners } = simulated;
  const workload: Workload = {
    arrivals: Array<number>(learners).fill(0),
    next: () => undefined,
    installs: () => false,
    passes: () => false,
  };
  if (kind === 'start') return workload;
  if (kind === 'twice')
    return {
      ...workload,
      arrivals: workload.arrivals.map((_, n) => (withinSeconds * n) / learners),
      next: (_, submitted, verdictAt) => (submitted < 2 ? verdictAt + thinkSeconds : undefined),
      installs: (earlier) => earlier === 0,
    };
  return {
    ...workload,
    next: (learner, submitted, verdictAt) =>
      submitted > simulated.minutes
        ? undefined
        : Math.max(verdictAt, openingSeconds + 60 * (submitted - 1 + learner / learners)),
  };
}

/**
 * Simulates a class.
 *
 * @param otherCores processors that other programs use
 * @returns the times of the submissions in their order, of those that `bench:load` reports together: the
 *   first of a learner and later ones, or only the later ones of a class at work; means over many seeds
 */
export function simulatedTimes(
  of: LoadClass,
  measured: Measured,
  otherCores = 0,
): { first: Times; later: Times } {
  const setting = { ...node, cores: measured.machine.processors - otherCores };
  const simulated = seeds.map((seed) => {
    const random = seeded(seed);
    const draw = workDraws(measured, true, random);
    const { verdicts } = simulate({ nodes: 1, node: setting, workload: workloadOf(of), draw }, random);
    const timesOfAll = (isLater: boolean) =>
      verdicts.filter(({ earlier }) => earlier > 0 === isLater).map(({ verdictSeconds }) => verdictSeconds);
    return { first: timesOf(timesOfAll(false)), later: timesOf(timesOfAll(true)) };
  });
  return {
    first: meanOf(simulated.map(({ first }) => first)),
    later: meanOf(simulated.map(({ later }) => later)),
  };
}

/** @returns NaN if there are none */
export function timesOf(seconds: readonly number[]): Times {
  if (seconds.length === 0) return { p50: Number.NaN, p95: Number.NaN };
  return { p50: percentile(seconds, 0.5), p95: percentile(seconds, 0.95) };
}

function meanOf(times: readonly Times[]): Times {
  const mean = (key: keyof Times) => times.reduce((sum, each) => sum + each[key], 0) / times.length;
  return { p50: mean('p50'), p95: mean('p95') };
}
