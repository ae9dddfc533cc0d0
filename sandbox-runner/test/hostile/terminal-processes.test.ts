/** Shells and containers that try to outlive their session, and work that is meant to last. */
import { setTimeout as delay } from 'node:timers/promises';
import { terminalLimits } from '@dfm/contracts/terminal';
import { expect, onTestFinished, vi } from 'vitest';
import { screenProcesses } from '../../src/terminals/testing/screen-processes.ts';
import { type Attacked, type TerminalCase, terminalCases } from './terminal-cases.ts';
import { asRoot, bash } from './typed-attacks.ts';

/** Leaves processes behind in every way. */
const staying = `
nohup sleep 3001 >/dev/null 2>&1 &
setsid sleep 3002 &
(setsid sh -c 'sleep 3003 &' &)
perl -MPOSIX -e 'exit if fork; setsid; exit if fork; $SIG{$_} = "IGNORE" for qw(HUP TERM INT); sleep 3004' &
(setsid nohup sh -c 'trap "" TERM HUP INT; while :; do sleep 3005; done' >/dev/null 2>&1 &)
perl -e '$SIG{TERM} = $SIG{HUP} = sub { fork }; while (1) { if (!fork) { setpgrp; sleep 3006; exit } wait }' >/dev/null 2>&1 &
`;
const spin = 'while :; do :; done';
const measuredMs = 10_000;

const pidsOf = async ({ session }: Attacked) => (await session.sandbox.pids()).size;

/** Part of a processor that each sandbox uses, in the same seconds. */
async function sharesOf(...sandboxes: Attacked['session']['sandbox'][]): Promise<number[]> {
  const used = () =>
    Promise.all(sandboxes.map(async (each) => (await each.processorTime('sandbox')).usedMs ?? Number.NaN));
  const [from, startedAt] = [await used(), performance.now()];
  await delay(measuredMs);
  const until = await used();
  return until.map((ms, index) => (ms - from[index]!) / (performance.now() - startedAt));
}

const cases: TerminalCase[] = [
  {
    number: '83',
    name: 'shells that leave processes behind with nohup, setsid, double forks, ignored signals and respawning',
    holds: 'every process of a shell ends with it',
    attack: async (terminal) => {
      const { session, page } = terminal;
      await page.run('sleep 1');
      const before = await pidsOf(terminal);
      const shells = Array.from({ length: terminalLimits.shells - 1 }, (_, n) => n + 1);
      const rounds = 10;
      let most = 0;
      for (let round = 0; round < rounds; round++) {
        for (const shell of shells) {
          page.say({ type: 'attach', shell, columns: 80, rows: 24 });
          page.typeIn(shell, `${bash(staying)}; echo ready-$((40+2))\r`);
        }
        await vi.waitUntil(() => shells.every((shell) => page.outputOf(shell).includes('ready-42')), {
          timeout: 60_000,
        });
        most = Math.max(most, (await pidsOf(terminal)) - before);
        for (const shell of shells) page.say({ type: 'close', shell });
        await vi.waitUntil(async () => (await session.metric('dfm_terminal_shells_open')) === 1, {
          timeout: 60_000,
        });
        page.forget();
      }
      await expect.poll(() => pidsOf(terminal)).toBe(before);
      expect(most, 'they stayed while the shells did').toBeGreaterThan(20);
      return `${rounds * shells.length} shells, 0 of up to ${most} processes at a time`;
    },
  },
  {
    number: '83',
    name: 'a shell whose guard is killed by root of the engine’s namespaces',
    holds: 'what it leaves ends with the session, and the next shell works',
    attack: async (terminal) => {
      const { page } = terminal;
      await page.run(`(${bash(staying)})`);
      await page.run('sleep 1');
      const before = await pidsOf(terminal);
      page.type(`${asRoot('for pid in named("until-closed"): os.kill(pid, signal.SIGKILL)\n')}\r`);
      await vi.waitUntil(() => page.has('exited'), { timeout: 60_000 });
      expect(await page.attach()).not.toBe(undefined);
      expect(await page.run('echo new')).toBe('new\n');
      expect(await pidsOf(terminal), 'they have outlived the shell').toBeGreaterThan(before - 5);
    },
  },
  {
    number: '83',
    name: 'containers that restart forever, and start processes as root of the engine’s namespaces',
    holds: 'they end with the session',
    attack: async (terminal) => {
      await terminal.page.run(
        `for n in 1 2 3; do docker run -d --restart always --cap-add ALL --pid host debian:bookworm-slim sh -c 'trap "" TERM; while :; do setsid sleep 3007 & sleep 0.2; done'; done`,
      );
      await expect.poll(() => pidsOf(terminal)).toBeGreaterThan(60);
      return `${await pidsOf(terminal)} processes`;
    },
  },
  {
    number: '83',
    name: 'shells that are still being started when the session ends, and leave processes behind',
    holds: 'they end with the session, and none is started later',
    attack: async ({ session, page }) => {
      let opened = 0;
      const openShell = session.sandbox.openShell.bind(session.sandbox);
      session.sandbox.openShell = (size) => ((opened += 1), openShell(size));
      const over = new AbortController();
      void session.ended.then(() => over.abort());
      // Goes on after the end, which follows at once.
      void (async () => {
        for (let n = 0; !over.signal.aborted; n++) {
          const shell = 1 + (n % 3);
          page.say({ type: 'attach', shell, columns: 80, rows: 24 });
          page.typeIn(shell, `${bash(staying)}\r`);
          await delay(100);
          page.say({ type: 'close', shell });
        }
      })();
      await vi.waitUntil(() => opened > 3, { timeout: 60_000 });
      onTestFinished(async () => {
        const before = opened;
        await delay(3_000);
        expect(opened).toBe(before);
      });
    },
  },
  {
    number: '84',
    name: 'a fork bomb in a shell',
    holds: 'it is stopped by the limit of processes, another sandbox works, and the session can be ended',
    attack: async ({ session, page, fixture }) => {
      page.type('bomb() { bomb | bomb & }; bomb\r');
      await expect
        .poll(async () => (await session.sandbox.fault())?.kind, { timeout: 60_000 })
        .toBe('too-many-processes');
      const startedAt = performance.now();
      const other = await fixture.pool.acquire('neighbour');
      try {
        expect(await other.engineAnswers(5_000)).toBe(true);
      } finally {
        await fixture.pool.release(other, 'discard');
      }
      return `another sandbox started and was destroyed in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s meanwhile`;
    },
  },
  {
    number: '89',
    name: 'mining in a shell and in containers, next to another learner who computes too',
    holds: 'the sandbox gets no more than its limit, the other learner not less, and mining is not use',
    attack: async ({ session, page, fixture }) => {
      await page.run(
        `for n in 1 2 3; do (${spin}) & done; docker run -d debian:bookworm-slim sh -c '${spin} & ${spin}'`,
      );
      const [alone] = await sharesOf(session.sandbox);
      // Five processes, which would use all processors. A busy machine has little left for them.
      expect(alone, 'it mines').toBeGreaterThan(0.05);
      expect(alone).toBeLessThan(1.1);
      const other = await fixture.pool.acquire('neighbour');
      try {
        await other.engine
          .createContainer({ Image: 'debian:bookworm-slim', Cmd: ['sh', '-c', spin] })
          .then((container) => container.start());
        session.site.heartbeats.length = 0;
        const [miner, neighbour] = await sharesOf(session.sandbox, other as typeof session.sandbox);
        expect(neighbour! / miner!).toBeGreaterThan(0.6);
        // By these, the site ends a session that nobody uses. The first may report what was typed before.
        expect(session.site.heartbeats.length).toBeGreaterThan(10);
        expect(session.site.heartbeats.slice(2).filter(({ isInUse }) => isInUse)).toEqual([]);
        return `${alone!.toFixed(2)} of a processor alone, then ${miner!.toFixed(2)} and ${neighbour!.toFixed(2)}`;
      } finally {
        await fixture.pool.release(other, 'discard');
      }
    },
  },
  {
    number: '90',
    name: '200 lost connections of pages and of the runner, while a program prints',
    holds: 'the same shell goes on, and no process is left over',
    attack: async (terminal) => {
      const { session, page } = terminal;
      await page.run('kept=$$; (while :; do date; sleep 0.1; done) & true');
      const before = await pidsOf(terminal);
      const screens = screenProcesses();
      for (let n = 0; n < 200; n++) {
        const next = await session.site.page();
        next.say({ type: 'attach', shell: 0, columns: 80, rows: 24 });
        // Alternately without and with the answer.
        if (n % 2 === 0) await next.attach();
        if (n % 20 === 0) session.site.cut();
        else session.site.leave(next);
      }
      const last = await session.page();
      expect(await last.run('[ $kept = $$ ] && echo the same')).toMatch(/the same\n/);
      await expect.poll(() => pidsOf(terminal)).toBeLessThanOrEqual(before + 1);
      expect(screenProcesses()).toEqual(screens);
      return '0 processes';
    },
  },
];

terminalCases(cases);
