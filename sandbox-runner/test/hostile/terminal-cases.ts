import { readFileSync } from 'node:fs';
import type { Lab } from '@dfm/contracts/lab';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { screenProcesses } from '../../src/terminals/testing/screen-processes.ts';
import type { TerminalPage } from '../../src/terminals/testing/terminal-page.ts';
import { HostedTerminal, residentMib, terminalProcesses } from '../hosted-terminal.ts';
import { openPool, type PoolFixture } from '../sandbox-fixture.ts';
import { remainsOf } from './remains.ts';

/** An attack by someone who types at a prompt. */
export interface TerminalCase {
  /** Number in docs/results/hostile.md. */
  number: string;
  name: string;
  /** What must hold, for the table. */
  holds: string;
  /** Types the attack and asserts what must hold. @returns figures for the table */
  attack: (terminal: Attacked) => Promise<string | void>;
  /** What the session works on. */
  lab?: Lab;
  /** Whether the attack ends the session. Otherwise, it must still be possible to end it from outside. */
  endsItself?: boolean;
}

export interface Attacked {
  session: HostedTerminal;
  page: TerminalPage;
  fixture: PoolFixture;
}

/** Measurements of a case, for the results page. */
export interface TerminalFigures {
  number: string;
  name: string;
  holds: string;
  figures: string;
  /** How long it took to end the session and to destroy its sandbox. */
  endSeconds: number;
  /** Maximum growth of a process outside the sandbox that handles output: runner, screens, host's engine. */
  grownMb: number;
}

declare module 'vitest' {
  interface TaskMeta {
    hostileTerminal?: TerminalFigures;
  }
}

/** One processor, so that a limit can be seen on a machine with two. */
const settings = {
  SANDBOX_MEMORY_MB: '1024',
  SANDBOX_PIDS: '500',
  SANDBOX_CPUS: '1',
  SANDBOX_MAX: '3',
  SANDBOX_MAX_PER_LEARNER: '3',
};
/** By how many MiB a process may grow. */
const maxGrownMib = (name: string) =>
  // It is also the process of the test, whose site, pages and forged engines leave garbage of the same size.
  name === 'runner' ? 200 : 60;
/** A sandbox is destroyed within seconds. The rest is for a busy machine. */
const maxEndMs = 40_000;
const caseMs = 600_000;

/** Registers one test for each case. Whatever the attack, the session ends, and nothing is left of it. */
export function terminalCases(cases: readonly TerminalCase[]): void {
  let fixture: PoolFixture;
  beforeAll(async () => {
    fixture = await openPool(settings);
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  test.for(cases)(
    'case $number: $name',
    { timeout: caseMs },
    async ({ number, name, holds, attack, lab, endsItself }, { task }) => {
      const before = await remainsOf(fixture.env);
      const session = await HostedTerminal.open(fixture, lab);
      onTestFinished(() => session[Symbol.asyncDispose]());
      const page = await session.page();
      // What processes need for the first output is not growth.
      await page.run('timeout 2 yes');
      const pids = await session.sandbox.pids();
      const growth = watchGrowth();
      const figures = (await attack({ session, page, fixture })) ?? '';
      const grown = growth();
      const inside = new Set([...pids, ...(endsItself ? [] : await session.sandbox.pids())]);
      const startedAt = performance.now();
      if (!endsItself) session.site.isOver = true;
      await session.ended;
      const endMs = performance.now() - startedAt;
      task.meta.hostileTerminal = {
        number,
        name,
        holds,
        figures,
        endSeconds: endMs / 1_000,
        grownMb: Math.max(...grown.values()),
      };

      expect([...grown].filter(([program, mib]) => mib >= maxGrownMib(program))).toEqual([]);
      expect(endMs).toBeLessThan(maxEndMs);
      expect(session.faults).toEqual([]);
      expect(session.site.ends.map(({ because }) => because)).toEqual(endsItself ? ['engine'] : []);
      await expect.poll(() => session.metric('dfm_terminal_shells_open'), { timeout: 5_000 }).toBe(0);
      expect([...inside].filter(isAlive)).toEqual([]);
      await expect.poll(() => screenProcesses()).toEqual([]);
      await expect.poll(() => remainsOf(fixture.env)).toEqual(before);
    },
  );
}

/** @returns a function that returns the maximum growth of each process since this call, in MiB */
function watchGrowth(): () => ReadonlyMap<string, number> {
  const processes = terminalProcesses();
  // A process that has just ended has no size.
  const sizeOf = (pid: number) => (isAlive(pid) && residentMib(pid)) || 0;
  const first = new Map([...processes].map(([name, pid]) => [name, sizeOf(pid)]));
  const grown = new Map<string, number>();
  const measure = () => {
    for (const [name, pid] of processes)
      grown.set(name, Math.max(grown.get(name) ?? 0, sizeOf(pid) - first.get(name)!));
    return grown;
  };
  const timer = setInterval(measure, 50);
  return () => {
    clearInterval(timer);
    return measure();
  };
}

/** Processor time that a process has used, in milliseconds. */
export function processorMs(pid: number): number {
  // After the name, which may contain anything, `utime` and `stime` are the 12th and 13th field.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  const ticksPerSecond = 100;
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
