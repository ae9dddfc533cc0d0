import { serveWork } from './serve-work.ts';

const kept: Buffer[] = [];

/** Functions that never end, use up memory or fail, for tests of the limits that end them. */
export const adversarialWork = {
  echo: (input: unknown, parts: unknown[]) => ({ input, parts, environment: Object.keys(process.env) }),
  /** Keeps this much memory allocated. */
  pid: (mib: number) => {
    kept.push(Buffer.alloc(mib * 2 ** 20, 1));
    return process.pid;
  },
  loop: (): never => {
    for (;;);
  },
  backtrack: () => /^(?:a+)+$/.test(`${'a'.repeat(60)}b`),
  hoard: (): never => {
    const hoarded: number[][] = [];
    for (;;) hoarded.push(Array.from({ length: 1_000 }, () => 1));
  },
  hoardTexts: (): never => {
    const hoarded: string[][] = [];
    for (;;)
      hoarded.push(
        'a/'
          .repeat(10_000)
          .split('/')
          .map((text, i) => text + i),
      );
  },
  nest: (): number => {
    const nested = (depth: number): number => nested(depth + 1) + 1;
    return nested(0);
  },
  fail: () => {
    throw new Error('a platform defect');
  },
  die: () => process.kill(process.pid, 'SIGKILL'),
};

serveWork(adversarialWork);
