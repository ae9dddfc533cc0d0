import { describe, expect, test } from 'vitest';
import { type Random, seeded } from './random.ts';
import { type NodeSetting, type Simulated, type Workload, simulate } from './simulation.ts';

const runs = 9_000;
const seeds = [1, 2, 3, 4, 5];
const meanSeconds = 2;
const node: NodeSetting = { cores: 1, runsAtOnce: 1, sandboxMax: 8, idleSeconds: 900 };

/** Independent arrivals at a constant rate, each of a different learner who submits once. */
function poisson(perSecond: number, random: Random): Workload {
  let at = 0;
  return {
    arrivals: Array.from({ length: runs }, () => (at += random.exponential(1 / perSecond))),
    next: () => undefined,
    installs: () => false,
    passes: () => false,
  };
}

const sizes: Record<string, (random: Random) => number> = {
  exponential: (random) => random.exponential(meanSeconds),
  equal: () => meanSeconds,
  'short and long': (random) => (random.share() < 0.9 ? meanSeconds / 2 : meanSeconds * 5.5),
};

interface Queue extends Partial<NodeSetting> {
  nodes?: number;
  size?: string;
  seed?: number;
}

function queueOf(load: number, { nodes = 1, size = 'exponential', seed = 1, ...setting }: Queue): Simulated {
  const random = seeded(seed);
  const cores = setting.cores ?? node.cores;
  return simulate(
    {
      nodes,
      node: { ...node, ...setting },
      workload: poisson((load * nodes * cores) / meanSeconds, random),
      draw: () => ({ coreSeconds: sizes[size]!(random), parallelism: 1, restSeconds: 0 }),
    },
    random,
  );
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

const meanVerdict = ({ verdicts }: Simulated) => mean(verdicts.map(({ verdictSeconds }) => verdictSeconds));
const meanQueued = (load: number, queue: Queue) =>
  mean(
    seeds.flatMap((seed) =>
      queueOf(load, { ...queue, seed }).verdicts.map(({ queuedSeconds }) => queuedSeconds),
    ),
  );

/** The mean wait of M/M/c by Erlang's formula C. */
function erlangWait(servers: number, load: number): number {
  const offered = servers * load;
  let term = 1;
  let others = 0;
  for (let n = 0; n < servers; n++) {
    others += term;
    term *= offered / (n + 1);
  }
  const waits = term / (1 - load);
  return ((waits / (others + waits)) * meanSeconds) / (servers * (1 - load));
}

function relativeError(actual: number, expected: number): number {
  return Math.abs(actual / expected - 1);
}

describe('queues with a known answer', () => {
  test.each([
    [1, 0.5],
    [2, 0.7],
    [4, 0.7],
  ])('M/M/c: %i nodes, each with a slot, and a load of %f', (nodes, load) => {
    expect(relativeError(meanQueued(load, { nodes }), erlangWait(nodes, load))).toBeLessThan(0.1);
  });

  test.each([
    [2, 0.7],
    [4, 0.7],
  ])('M/M/c: a node with %i processors and as many slots, and a load of %f', (cores, load) => {
    expect(
      relativeError(meanQueued(load, { cores, runsAtOnce: cores }), erlangWait(cores, load)),
    ).toBeLessThan(0.1);
  });

  test('M/D/1: runs of the same length wait half as long', () => {
    expect(relativeError(meanQueued(0.7, { size: 'equal' }), erlangWait(1, 0.7) / 2)).toBeLessThan(0.1);
  });

  test.each(Object.keys(sizes))('M/G/1 with a shared processor: only the mean matters (%s)', (size) => {
    const shared = seeds.map((seed) => queueOf(0.6, { size, runsAtOnce: Infinity, seed }));
    expect(relativeError(mean(shared.map(meanVerdict)), meanSeconds / (1 - 0.6))).toBeLessThan(0.1);
  });

  test('the machine repair model: learners who submit again after a pause', () => {
    const [learners, thinkSeconds] = [6, 10];
    const random = seeded(3);
    const { verdicts, usedCoreSeconds, endSeconds } = simulate(
      {
        nodes: 1,
        node,
        workload: {
          arrivals: Array<number>(learners).fill(0),
          next: (_learner, _submitted, verdictAt) =>
            verdictAt < 50_000 ? verdictAt + random.exponential(thinkSeconds) : undefined,
          installs: () => false,
          passes: () => false,
        },
        draw: () => ({ coreSeconds: random.exponential(meanSeconds), parallelism: 1, restSeconds: 0 }),
      },
      random,
    );
    // The probability that all of them think, by the product form of M/M/1//N.
    let term = 1;
    let total = 1;
    for (let n = 0; n < learners; n++) total += term *= ((learners - n) * meanSeconds) / thinkSeconds;
    expect(relativeError(usedCoreSeconds / endSeconds, 1 - 1 / total)).toBeLessThan(0.03);
    expect(relativeError(verdicts.length / endSeconds, (1 - 1 / total) / meanSeconds)).toBeLessThan(0.03);
  });

  test.each([{ nodes: 3 }, { cores: 4, runsAtOnce: 6 }])("Little's law: %o", (setting) => {
    const simulated = queueOf(0.8, setting);
    const { meanActive, verdicts, endSeconds } = simulated;
    expect(meanActive).toBeCloseTo((verdicts.length / endSeconds) * meanVerdict(simulated), 6);
  });
});

describe('the policy of the product', () => {
  const work = { coreSeconds: 10, parallelism: 1, restSeconds: 0 };
  const once = (passes: boolean, ...arrivals: number[]): Workload => ({
    arrivals,
    next: () => undefined,
    installs: () => false,
    passes: () => passes,
  });
  const seconds = ({ verdicts }: Simulated) => verdicts.map(({ verdictSeconds }) => verdictSeconds);
  const workOf = ({ verdicts }: Simulated) => verdicts.map((verdict) => verdict.work);
  const simulated = (workload: Workload, setting: Partial<NodeSetting> & { nodes?: number } = {}) =>
    simulate(
      { nodes: setting.nodes ?? 1, node: { ...node, ...setting }, workload, draw: () => work },
      seeded(1),
    );

  test('confirmations run after everyone who waits', () => {
    // The first run passes at 10; the second learner arrives at 5 and the third at 15.
    expect(seconds(simulated(once(true, 0, 5, 15)))).toEqual([10, 15, 15]);
  });

  test('a confirmation that has begun is not interrupted', () => {
    expect(seconds(simulated(once(true, 0, 11)))).toEqual([10, 19]);
  });

  test('of a node with two slots, confirmations use only one', () => {
    const [, , third] = seconds(simulated(once(true, 0, 0, 11), { cores: 2, runsAtOnce: 2 }));
    expect(third).toBe(10);
  });

  test('a second edit finds the sandbox, unless it is idle for too long', () => {
    const again = (pause: number): Workload => ({
      ...once(false, 0),
      next: (_learner, submitted, verdictAt) => (submitted < 2 ? verdictAt + pause : undefined),
    });
    expect(workOf(simulated(again(900)))).toEqual(['starter', 'edit']);
    expect(workOf(simulated(again(901)))).toEqual(['starter', 'starter']);
  });

  test('a run waits for a processor as soon as others use it, and not while they rest', () => {
    const resting = { coreSeconds: 4, parallelism: 1, restSeconds: 6 };
    const times = (arrival: number) =>
      seconds(
        simulate(
          {
            nodes: 1,
            node: { ...node, runsAtOnce: 2 },
            workload: once(false, 0, arrival),
            draw: () => resting,
          },
          seeded(1),
        ),
      );
    expect(times(0)).toEqual([14, 14]);
    expect(times(4)).toEqual([10, 10]);
  });

  test('pages of waiting runs take processors away, but never all', () => {
    const times = (siteCores: (waiting: number) => number) =>
      seconds(
        simulate({ nodes: 1, node, workload: once(false, 0, 5, 5), draw: () => work, siteCores }, seeded(1)),
      );
    // The first run has half a processor from 5 on, and the second three quarters.
    const [first, second, third] = times((waiting) => waiting / 4);
    expect(first).toBeCloseTo(15, 9);
    expect(second).toBeCloseTo(10 + 40 / 3, 9);
    expect(third).toBeCloseTo(20 + 40 / 3, 9);
    expect(times((waiting) => (waiting > 1 ? 1 : 0))[0]).toBeCloseTo(55, 9);
  });

  test('the same seed gives the same figures, and a different one does not', () => {
    const figures = (seed: number) => {
      const random = seeded(seed);
      const draw = () => ({ coreSeconds: random.exponential(1), parallelism: 1, restSeconds: 0 });
      return simulate({ nodes: 3, node, workload: poisson(2, random), draw }, random);
    };
    expect(figures(1)).toEqual(figures(1));
    expect(figures(1).endSeconds).not.toBe(figures(2).endSeconds);
  });
});
