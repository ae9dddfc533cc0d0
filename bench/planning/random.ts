/** A source of random numbers that gives the same ones for the same seed. */
export interface Random {
  /** From 0 up to 1. */
  share(): number;
  exponential(mean: number): number;
  pick<T>(items: readonly T[]): T;
}

/** Mulberry32, a small generator with a period of 2³²: enough for a simulation, not for secrets. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    share,
    exponential: (mean) => -mean * Math.log(1 - share()),
    pick: (items) => items[Math.floor(share() * items.length)]!,
  };
}
