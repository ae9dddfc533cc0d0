/* oxlint-disable no-control-regex -- Shells print control characters. */
/** What programs can print, and what pages can say, to keep those busy who handle it. */
import { setTimeout as delay } from 'node:timers/promises';
import { type PageMessage, terminalLimits } from '@dfm/contracts/terminal';
import { plainText } from '@dfm/contracts/terminal-text';
import { expect, vi } from 'vitest';
import { screenProcesses } from '../../src/terminals/testing/screen-processes.ts';
import { terminalProcesses } from '../hosted-terminal.ts';
import { type Attacked, processorMs, type TerminalCase, terminalCases } from './terminal-cases.ts';
import { perl } from './typed-attacks.ts';

/** What a terminal answers to this, as a program in the shell reads it. */
async function answersTo({ page }: Attacked, queries: string): Promise<string> {
  const asking = `
    open my $tty, "+<", "/dev/tty" or die;
    system "stty raw -echo </dev/tty";
    syswrite $tty, pack("H*", "${Buffer.from(queries).toString('hex')}");
    my ($answer, $ready) = ("", "");
    while (1) {
      vec($ready, fileno $tty, 1) = 1;
      last if !select($ready, undef, undef, 2);
      sysread $tty, $answer, 4096, length $answer;
    }
    system "stty sane </dev/tty";
    print unpack("H*", $answer), "\\n";`;
  return Buffer.from((await page.run(perl(asking))).trim().split('\n').at(-1)!, 'hex').toString();
}

interface Load {
  /** MiB a second that the runner sent to the site. */
  sent: number;
  /** Processors that the screens and the host's engine used. */
  processors: number;
}

/** Sends messages of a page as fast as the site lets it, and measures what they cause. */
async function flood(terminal: Attacked, message: (n: number) => PageMessage): Promise<Load> {
  const { session } = terminal;
  const pages = await Promise.all([1, 2, 3].map(() => session.site.page({ isSlow: true })));
  const busy = [...terminalProcesses()].flatMap(([name, pid]) => (name === 'runner' ? [] : [pid]));
  const used = () => busy.reduce((sum, pid) => sum + processorMs(pid), 0);
  const [startedAt, usedBefore, sentBefore] = [performance.now(), used(), session.site.receivedLength];
  let n = 0;
  while (performance.now() - startedAt < floodMs) {
    // The site closes the connection of a page that sends more than 300 a second.
    for (let each = 0; each < 15; each++, n++) for (const page of pages) page.say(message(n));
    await delay(50);
  }
  const ms = performance.now() - startedAt;
  return {
    sent: (session.site.receivedLength - sentBefore) / 2 ** 20 / (ms / 1_000),
    processors: (used() - usedBefore) / ms,
  };
}
const floodMs = 10_000;
const inWords = ({ sent, processors }: Load) =>
  `${sent.toFixed(1)} MiB/s sent, ${processors.toFixed(2)} of a processor`;

/** Fills the screen and everything above it with colours. */
const fill = perl('printf "\\e[3%dm%0300d", $_ % 8, $_ for 1..1200; print "\\e[0m\\n"');

/** Prints something, and waits until all of it was shown or the shells of the session have ended. */
async function shows({ page }: Attacked, program: string): Promise<boolean> {
  page.type(`${perl(program)}; echo whole-$((40+2))\r`);
  const isWhole = () => page.drawn.includes('whole-42');
  await vi.waitUntil(() => isWhole() || page.has('exited'), { timeout: 120_000 });
  return isWhole();
}

const cases: TerminalCase[] = [
  {
    number: '85',
    name: 'escape sequences that make a terminal allocate: repeated characters, long strings, links, big numbers',
    holds: 'no process grows, and the shells go on',
    attack: async ({ page }) => {
      const keeper = screenProcesses();
      const repeated = ['b', 'L', 'M', 'S', 'T', 'I', 'Z', '@', 'P', 'X', "'}", "'~", ' @', ' A'];
      for (const times of [2_147_483_647, 100, 30])
        for (const end of repeated) await page.run(perl(`print "a\\e[${times}${end}" x 2000`));
      // A terminal that collects them would need 30 MB for each.
      const strings = [
        ['\\e]0;', 12],
        ['\\eP$q', 12],
        ...['\\e]8;;', '\\e]52;c;', '\\e]1337;File=', '\\ePq', '\\e_', '\\e^', '\\eX'].map(
          (start) => [start, 2] as const,
        ),
      ] as const;
      const from = page.outputLength;
      for (const [start, pieces] of strings) {
        await page.run(
          perl(`print "${start.replace('$', '\\$')}"; print "x" x 100000 for 1..${pieces}; print "\\e\\\\"`),
        );
        // The answer to the second is typed at the prompt, where it begins a search. What follows the end of
        // that too soon would be dropped with it.
        page.drawn = '';
        page.type('\x03');
        await vi.waitUntil(() => /\^C.*\$ /s.test(plainText(page.drawn)), { timeout: 30_000 });
      }
      expect(page.outputLength - from, 'all of it was printed').toBeGreaterThan(3_000_000);
      await page.run(perl('print "\\e]8;;http://x/", "y" x 3000, $_, "\\e\\\\link" for 1..1000'));
      await page.run(perl('print "\\e[22;0t\\e]0;", "t" x 4000, "\\e\\\\" for 1..500'));
      expect(await page.run('echo still here')).toBe('still here\n');
      expect(screenProcesses(), 'the process with the screens is the same').toEqual(keeper);
    },
  },
  {
    number: '85',
    name: 'a million marks on one character, and two million characters that mean nothing',
    holds: 'all of it is shown at the rate of text, a new page gets its screen, and the shells go on',
    attack: async (terminal) => {
      const keeper = screenProcesses();
      const startedAt = performance.now();
      for (const program of [
        'binmode STDOUT, ":utf8"; print "a", "\\x{301}" x 1000000',
        'binmode STDOUT, ":utf8"; print "a", "\\e[1<m\\x{301}" x 200000',
        'print "\\x7f" x 2000000',
        'print "\\e[\\x80\\e[1\\xff" x 200000',
      ]) {
        expect(await shows(terminal, program)).toBe(true);
        await expectWorking(terminal);
        await terminal.page.run('clear');
        terminal.page.drawn = '';
      }
      expect(screenProcesses(), 'the process with the screens is the same').toEqual(keeper);
      return `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`;
    },
  },
  {
    number: '85',
    name: 'as many marks as a character may have, on every character of four screens and of the lines above them',
    holds: 'at most the shells of the session end, all of them, and a new one can be opened at once',
    attack: async (terminal) => {
      const { page } = terminal;
      const others = [1, 2, 3];
      for (const shell of others) page.say({ type: 'attach', shell, columns: 300, rows: 120 });
      page.say({ type: 'resize', shell: 0, columns: 300, rows: 120 });
      const isWhole = await shows(
        terminal,
        'binmode STDOUT, ":utf8"; print "a", "\\x{301}" x 30 for 1..336000',
      );
      if (isWhole) return 'all of it was shown';
      const exited = () => new Set(page.received.flatMap((m) => (m.type === 'exited' ? [m.shell] : [])));
      // Those that print nothing too.
      await vi.waitUntil(() => exited().size === others.length + 1, { timeout: 30_000 });
      const startedAt = performance.now();
      await page.attach();
      expect(await page.run('echo a new shell')).toBe('a new shell\n');
      return `the shells ended; a new one answered after ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
    },
  },
  {
    number: '85',
    name: 'a title, a link and a clipboard sequence that never end, and half a character',
    holds: 'what follows is shown once a reset is printed; a page that connects then sees it',
    attack: async ({ page, session }) => {
      for (const start of [
        '\\e]0;evil',
        '\\e]8;;javascript:alert(1)',
        '\\e]52;c;',
        '\\eP1000p',
        '\\xf0\\x9f',
      ]) {
        page.type(`${perl(`print "${start}"`)}; echo hidden-$((40+2))\r`);
        page.type(`${perl('print "\\e\\\\\\ec"')}; echo shown-$((40+2))\r`);
        await vi.waitUntil(() => page.drawn.includes('shown-42'), { timeout: 20_000 });
        const next = await session.site.page();
        const screen = await next.attach();
        expect(screen).toContain('shown-42');
        expect(screen).not.toMatch(/evil|javascript|hidden-42/);
        await page.run('clear');
        page.drawn = '';
      }
    },
  },
  {
    number: '86',
    name: 'queries that a terminal could answer with text that someone else chose',
    holds: 'only fixed answers are typed: no clipboard, title, file or window',
    attack: async (terminal) => {
      const chosen =
        '\x1b]0;evil\x07\x1b[21t\x1b[20t\x1b]52;c;?\x07\x1bP$qevil\x1b\\\x1bP+q6576696c\x1b\\\x1b]1337;ReportVariable=x\x07\x1b[14t\x1b[13t\x1b[11t\x1b[18t\x05\x1b]4;1;?\x07\x1b]10;?\x07\x1b[?15n\x1b[0x';
      expect(await answersTo(terminal, chosen)).toMatch(/^(?:\x1bP0\$r\x1b\\)?$/);
      const fixed = await answersTo(terminal, '\x1b[c\x1b[>c\x1b[5n\x1b[6n\x1b[?2004$p\x1bP$qm\x1b\\');
      expect(fixed).toMatch(/^(?:\x1b\[[?>]?[\d;]+[cRn]|\x1b\[\?2004;\d\$y|\x1bP1\$r[\d;]*m\x1b\\)+$/);
      expect(fixed.length).toBeLessThan(100);
    },
  },
  {
    number: '87',
    name: 'four shells that print without pause: short lines, one endless line, colours, and queries',
    holds: 'what reaches a page is limited for each shell, and a new page gets its screen',
    attack: async ({ page, session }) => {
      const floods = [
        'yes',
        'perl -e \'$| = 1; print "x" x 65536 while 1\'',
        'perl -e \'print "\\e[38;5;", $_ % 256, "m\\e[", $_ % 30, ";1H#" while ++$_\'',
        'perl -e \'print "\\e[6n\\e[c" while 1\'',
      ];
      for (const [shell, command] of floods.entries()) {
        page.say({ type: 'attach', shell, columns: 100, rows: 30 });
        await delay(shell === 0 ? 0 : 1_000);
        page.typeIn(shell, `${command}\r`);
      }
      await delay(5_000);
      const busy = [...terminalProcesses()].flatMap(([name, pid]) => (name === 'runner' ? [] : [pid]));
      const used = () => busy.reduce((sum, pid) => sum + processorMs(pid), 0);
      const [startedAt, usedBefore, sentBefore] = [performance.now(), used(), session.site.receivedLength];
      await delay(floodMs);
      const seconds = (performance.now() - startedAt) / 1_000;
      const load: Load = {
        sent: (session.site.receivedLength - sentBefore) / 2 ** 20 / seconds,
        processors: (used() - usedBefore) / 1_000 / seconds,
      };
      // One page is enough to see all of it; control characters take several bytes in a message.
      expect(load.sent).toBeLessThan(floods.length * 3);
      expect(load.sent, 'it floods').toBeGreaterThan(0.2);
      const next = await session.site.page({ isSlow: true });
      await next.attach();
      expect(await session.metric('dfm_terminal_shells_open')).toBe(4);
      return inWords(load);
    },
  },
  {
    number: '88',
    name: 'three pages that ask for screens as fast as the site lets them',
    holds: 'what the runner sends and what drawing takes is limited, and the shells go on',
    attack: async (terminal) => {
      await terminal.page.run(fill);
      const load = await flood(terminal, () => ({ type: 'attach', shell: 0, columns: 300, rows: 120 }));
      await expectWorking(terminal);
      expect(load.sent).toBeLessThan(4);
      expect(load.processors).toBeLessThan(0.5);
      return inWords(load);
    },
  },
  {
    number: '88',
    name: 'three pages that change the size of the shell as fast as the site lets them',
    holds: 'what this takes is limited, the newest size wins, and the shells go on',
    attack: async (terminal) => {
      await terminal.page.run(fill);
      const load = await flood(terminal, (n) => ({
        type: 'resize',
        shell: 0,
        columns: 100 + (n % 200),
        rows: 30 + (n % 90),
      }));
      terminal.page.say({ type: 'resize', shell: 0, columns: 91, rows: 31 });
      await expect.poll(() => terminal.page.run('stty size'), { timeout: 30_000 }).toBe('31 91\n');
      await expectWorking(terminal);
      expect(load.processors).toBeLessThan(0.5);
      return inWords(load);
    },
  },
  {
    number: '88',
    name: 'three pages that say hello as fast as the site lets them, to an engine with much to show',
    holds: 'what the runner sends is limited, and the shells go on',
    attack: async (terminal) => {
      const { page, session } = terminal;
      const mounts = Array.from({ length: 60 }, (_, n) => `--tmpfs /${'x'.repeat(200)}${n}`).join(' ');
      await page.run(`for n in $(seq 20); do docker create ${mounts} debian:bookworm-slim; done >/dev/null`);
      await vi.waitUntil(() => session.site.longestMessage > 200_000, { timeout: 60_000 });
      const load = await flood(terminal, () => ({ type: 'hello', page: page.id }));
      await expectWorking(terminal);
      expect(load.sent).toBeLessThan(4);
      return inWords(load);
    },
  },
  {
    number: '88',
    name: 'three pages that open and close shells as fast as the site lets them',
    holds: 'few are started, and the first shell goes on',
    attack: async (terminal) => {
      let opened = 0;
      const { session } = terminal;
      const openShell = session.sandbox.openShell.bind(session.sandbox);
      session.sandbox.openShell = (size) => ((opened += 1), openShell(size));
      const load = await flood(terminal, (n) =>
        n % 2 === 0
          ? { type: 'attach', shell: 1 + ((n / 2) % 3), columns: 80, rows: 24 }
          : { type: 'close', shell: 1 + (((n - 1) / 2) % 3) },
      );
      await expectWorking(terminal);
      expect(opened).toBeGreaterThan(3);
      expect(opened / (floodMs / 1_000)).toBeLessThan(3);
      return `${opened} shells, ${inWords(load)}`;
    },
  },
];

/** A new page gets a screen and can type, in the same process for screens. */
async function expectWorking({ session }: Attacked): Promise<void> {
  const page = await session.site.page();
  await page.attach();
  expect(await page.run('echo still here')).toBe('still here\n');
  expect(session.site.longestMessage).toBeLessThan(terminalLimits.messageBytes);
}

terminalCases(cases);
