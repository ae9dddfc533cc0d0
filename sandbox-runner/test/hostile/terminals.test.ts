/* oxlint-disable no-control-regex -- Shells print control characters. */
import { lstat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { terminalLimits } from '@dfm/contracts/terminal';
import { expect, onTestFinished, vi } from 'vitest';
import { terminalProcesses } from '../hosted-terminal.ts';
import { type EngineBehaviour, endless, half, takeOver } from './hostile-engine.ts';
import { type Attacked, type TerminalCase, terminalCases } from './terminal-cases.ts';

const python = 'python:3.11-slim-bookworm';

/** A command that runs a script, whatever is in it. */
const bash = (script: string) => `echo ${Buffer.from(script).toString('base64')} | base64 -d | bash`;
/** A command that runs a program as root of the engine's namespaces, with all of the sandbox at /outer. */
const asRoot = (program: string) =>
  `echo ${Buffer.from(program).toString('base64')} | base64 -d | docker run --rm -i --privileged --pid host --net host -v /:/outer ${python} python -u -`;
/** A command that runs a program in Perl, which the sandbox has. */
const perl = (program: string) => `echo ${Buffer.from(program).toString('base64')} | base64 -d | perl`;
/** A command that prints text with escape sequences. */
const print = (text: string) => `echo ${Buffer.from(text).toString('base64')} | base64 -d`;

/** Prints "did" or "could not" for each attempt. */
const attempts = `import ctypes, os, signal, socket, time
def attempt(name, work):
    try: print("did", name, work(), flush=True)
    except Exception as error: print("could not", name, error, flush=True)
def named(*names):
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try: words = open(f"/proc/{pid}/cmdline").read().split("\\0")
        except OSError: continue
        if os.path.basename(words[0]) in names: found.append(int(pid))
    return found
def listen(path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()
`;

/** Everything with which the sockets of a sandbox could be replaced, for the runner outside it. */
const replacing = `${attempts}
for name in ["docker.sock", "dial.sock", "store.sock"]:
    path = "/outer/sock/" + name
    attempt("rename " + name, lambda: os.rename(path, path + ".old"))
    attempt("unlink " + name, lambda: os.unlink(path))
    attempt("bind " + name, lambda: listen(path))
    attempt("replace " + name, lambda: (os.symlink("/etc/passwd", "/tmp/link"), os.replace("/tmp/link", path)))
attempt("create", lambda: listen("/outer/sock/new.sock"))
attempt("chmod", lambda: os.chmod("/outer/sock", 0o777))
attempt("remount", lambda: ctypes.CDLL(None, use_errno=True).mount(b"none", b"/outer/sock", b"tmpfs", 0, None) and 1 / 0)
attempt("bind in the new mount", lambda: listen("/outer/sock/docker.sock"))
`;

/** The sockets as the host sees them. */
async function socketsOf({ session }: Attacked): Promise<string[]> {
  const dir = dirname(session.sandbox.engineSocket);
  const names = ['docker.sock', 'dial.sock', 'store.sock'];
  const all = await Promise.all(names.map((name) => lstat(join(dir, name))));
  return all.map(({ ino, mode }, index) => `${names[index]} ${ino} ${mode}`);
}

const engineId = async ({ session }: Attacked) =>
  ((await session.sandbox.engine.info()) as { ID: string }).ID;

/** A host process that accepts connections on all of the host's addresses. */
const listener = createServer((socket) => socket.end()).unref();
await new Promise<void>((resolve) => listener.listen(0, '::', resolve));

/** Addresses that a shell must not reach, each with a port. */
function targetsOf({ session }: Attacked, neighbour: string): string[] {
  const { port } = listener.address() as AddressInfo;
  const own = Object.values(networkInterfaces())
    .flat()
    .flatMap((address) => (address && !address.internal ? [address.address] : []));
  return [
    ...own.map((address) => `${address} ${port}`),
    `127.0.0.1 ${port}`,
    `127.0.0.1 ${new URL(session.site.url).port}`,
    `172.17.0.1 ${port}`,
    `${neighbour} 8765`,
    '169.254.169.254 80',
    '1.1.1.1 443',
    '2606:4700:4700::1111 443',
  ];
}

/** What a terminal answers to this, as the shell gets it. */
async function answersTo({ page }: Attacked, queries: string): Promise<string> {
  const answer = await page.run(
    bash(
      `stty raw -echo </dev/tty\n${print(queries)} >/dev/tty\nanswer=$(timeout 3 cat </dev/tty | base64 -w0)\nstty sane </dev/tty\necho "$answer"`,
    ),
  );
  return Buffer.from(answer.trim(), 'base64').toString();
}

/** Sends a flood of one message from a page of a stranger. */
async function flood({ session }: Attacked, seconds: number, message: () => unknown): Promise<void> {
  const page = await session.site.page({ isSlow: true });
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    for (let n = 0; n < 15; n++) page.say(message() as Parameters<typeof page.say>[0]);
    await delay(50);
  }
}

const both =
  (...behaviours: EngineBehaviour[]): EngineBehaviour =>
  (request, response) =>
    behaviours.some((behaviour) => behaviour(request, response));

/** Answers these paths with a document. */
const answering =
  (documents: readonly (readonly [path: RegExp, document: () => string])[]): EngineBehaviour =>
  ({ url = '' }, response) => {
    const [, document] = documents.find(([path]) => path.test(url)) ?? [];
    if (document === undefined || response === undefined) return false;
    response.end(document());
    return true;
  };

/** An engine that claims to have 10,000 of everything, each with names and labels of many kilobytes. */
const giant = answering([
  [/^\/containers\/json/, () => JSON.stringify(Array.from({ length: 10_000 }, (_, n) => ({ Id: `c${n}` })))],
  [/^\/images\/json/, () => JSON.stringify(Array.from({ length: 61 }, (_, n) => ({ Id: `i${n}` })))],
  [
    /^\/(containers|images)\/.*json/,
    () =>
      JSON.stringify({
        Id: 'x'.repeat(100_000),
        Name: '\u{202E}'.repeat(20_000),
        Image: 'x',
        Config: { Image: 'x' },
        State: { Status: 'running' },
        NetworkSettings: {
          Networks: Object.fromEntries(
            Array.from({ length: 200 }, (_, n) => [`${n}`, { DNSNames: ['x'.repeat(900)] }]),
          ),
        },
        RootFS: { Layers: Array.from({ length: 500 }, () => 'x'.repeat(300)) },
      }),
  ],
  [
    /^\/volumes/,
    () => JSON.stringify({ Volumes: Array.from({ length: 10_000 }, () => ({ Name: 'x'.repeat(300) })) }),
  ],
  [/^\/networks/, () => `[${'[],'.repeat(80_000)}[]]`],
]);

/** Leaves processes behind in every way, and prints their number. */
const staying = `
nohup sleep 3001 >/dev/null 2>&1 &
setsid sleep 3002 &
(setsid sh -c 'sleep 3003 &' &)
perl -MPOSIX -e 'exit if fork; setsid; exit if fork; $SIG{$_} = "IGNORE" for qw(HUP TERM INT); sleep 3004' &
(setsid nohup sh -c 'trap "" TERM HUP INT; while :; do sleep 3005; done' >/dev/null 2>&1 &)
perl -e '$SIG{TERM} = $SIG{HUP} = sub { fork }; while (1) { if (!fork) { setpgrp; sleep 3006; exit } wait }' >/dev/null 2>&1 &
`;

const cases: TerminalCase[] = [
  {
    number: '79',
    name: 'root in the engine’s namespaces replaces the sockets that the runner uses',
    holds: 'the sockets are the same files, and the engine behind them is the same',
    attack: async (terminal) => {
      const before = [await engineId(terminal), ...(await socketsOf(terminal))];
      const log = await terminal.page.run(asRoot(replacing));
      expect(log).toMatch(/could not rename docker.sock/);
      expect(log).not.toMatch(/^did (?!remount|bind in the new mount)/m);
      expect([await engineId(terminal), ...(await socketsOf(terminal))]).toEqual(before);
    },
  },
  {
    number: '80',
    name: 'the engine is killed',
    holds: 'the session ends, and its time is not given back',
    endsItself: true,
    attack: async ({ page }) => {
      page.type(`${asRoot(`${attempts}\nfor pid in named("dockerd"): os.kill(pid, signal.SIGKILL)\n`)}\r`);
    },
  },
  {
    number: '80',
    name: 'the parent of the engine is stopped, the engine is killed, and its socket is taken over',
    holds: 'nobody can listen on the socket, shells go on, and the session can be ended',
    attack: async (terminal) => {
      const { page, session } = terminal;
      const before = await socketsOf(terminal);
      // Without the engine, the output of the container is lost.
      const program = `import sys\nsys.stdout = open("/outer/tmp/attempts", "w")\n${attempts}
engines = named("dockerd")
for pid in named("exe", "rootlesskit"): attempt("stop", lambda: os.kill(pid, signal.SIGSTOP))
for pid in engines: os.kill(pid, signal.SIGKILL)
${replacing.slice(attempts.length)}
for _ in range(20):
    attempt("bind docker.sock", lambda: listen("/outer/sock/docker.sock"))
    time.sleep(0.1)
print("end", flush=True)
`;
      await page.run(`(${asRoot(program)} >/dev/null 2>&1 &)`);
      const log = await page.run(
        'until grep -q ^end /tmp/attempts 2>/dev/null; do sleep 0.2; done; cat /tmp/attempts',
      );
      expect(log).toMatch(/could not bind docker.sock/);
      expect(log).not.toMatch(/^did (?!stop|remount|bind in the new mount)/m);
      expect(await session.sandbox.engineAnswers(2_000)).toBe(false);
      expect(await socketsOf(terminal)).toEqual(before);
      expect(await page.run('echo still here')).toBe('still here\n');
    },
  },
  {
    number: '80',
    name: 'the engine is stopped with a signal',
    holds: 'the shells go on, and the session can be ended',
    attack: async ({ page, session }) => {
      const program = `${attempts}\nfor pid in named("dockerd"): os.kill(pid, signal.SIGSTOP)\n`;
      await page.run(`(${asRoot(program)} >/dev/null 2>&1 &)`);
      await expect.poll(() => session.sandbox.engineAnswers(1_000), { timeout: 60_000 }).toBe(false);
      expect(await page.run('echo still here')).toBe('still here\n');
    },
  },
  {
    number: '81',
    name: 'a forged engine with 10,000 containers, names and labels of megabytes',
    holds: 'messages stay within their limit, and pages are told that something is left out',
    attack: async ({ session, page }) => {
      const taken = await takeOver(session.sandbox.engineSocket, giant);
      onTestFinished(() => taken[Symbol.dispose]());
      // The runner reads again after a change of the engine that it has found.
      await page.run('docker volume create change');
      const isCut = () => page.received.some((message) => message.type === 'engine' && message.state.isCut);
      await vi.waitUntil(isCut, { timeout: 60_000 });
      await page.run('docker volume rm change; sleep 5');
      expect(session.site.longestMessage).toBeLessThan(terminalLimits.messageBytes);
      return `longest message ${Math.round(session.site.longestMessage / 1_024)} KiB`;
    },
  },
  {
    number: '81',
    name: 'a forged engine that answers and reports events endlessly',
    holds: 'the shells go on',
    attack: async ({ session, page }) => {
      const taken = await takeOver(
        session.sandbox.engineSocket,
        both(endless(/^\/events/, '['), endless(/^\/containers/, '{"Id":"x"},'), half(/^\/images/)),
      );
      onTestFinished(() => taken[Symbol.dispose]());
      await page.run('docker volume create change; sleep 10');
      expect(await page.run('echo still here')).toBe('still here\n');
    },
  },
  {
    number: '82',
    name: 'connections to the host, the site, another sandbox, the metadata service and the internet',
    holds: 'none is accepted, from a shell and from a container in the engine’s network',
    attack: async (terminal) => {
      const { fixture, page } = terminal;
      const other = await fixture.pool.acquire('neighbour');
      try {
        const container = await other.engine.createContainer({
          Image: python,
          Cmd: ['python', '-m', 'http.server', '8765'],
        });
        await container.start();
        const address = (await container.inspect()).NetworkSettings.Networks['bridge']?.IPAddress ?? '';
        await vi.waitFor(async () => void (await other.dial(address, 8765)).destroy(), { timeout: 20_000 });
        const targets = targetsOf(terminal, address);
        const fromShell = await page.run(
          bash(
            `while read -r address port; do (timeout 5 bash -c ": <>/dev/tcp/$address/$port") 2>/dev/null && echo open $address $port || echo closed; done <<END\n172.17.0.1 61080\n${targets.join('\n')}\nEND\ngetent hosts example.com && echo open name`,
          ),
        );
        expect(fromShell.match(/^open .*$/gm)).toEqual(['open 172.17.0.1 61080']);
        expect(fromShell.match(/^closed$/gm)).toHaveLength(targets.length);
        const fromContainer = await page.run(
          asRoot(
            `import socket\nfor line in """${targets.join('\n')}""".split("\\n"):\n    address, port = line.split()\n    try:\n        socket.create_connection((address, int(port)), timeout=5).close()\n        print("open", line)\n    except OSError: print("closed")\n`,
          ),
        );
        expect(fromContainer).toBe('closed\n'.repeat(targets.length));
        return `${targets.length} addresses`;
      } finally {
        await fixture.pool.release(other, 'discard');
      }
    },
  },
  {
    number: '83',
    name: 'shells that leave processes behind with nohup, setsid, double forks, ignored signals and respawning, 200 times',
    holds: 'every process of a shell ends with it',
    attack: async ({ session, page }) => {
      await page.run('sleep 1');
      const before = (await session.sandbox.pids()).size;
      const rounds = 200 / (terminalLimits.shells - 1);
      let most = 0;
      for (let round = 0; round < rounds; round++) {
        const shells = Array.from({ length: terminalLimits.shells - 1 }, (_, n) => n + 1);
        for (const shell of shells) {
          page.say({ type: 'attach', shell, columns: 80, rows: 24 });
          page.typeIn(shell, `${bash(staying)}; echo ready-$((40+2))\r`);
        }
        await vi.waitUntil(() => shells.every((shell) => page.outputOf(shell).includes('ready-42')), {
          timeout: 60_000,
        });
        most = Math.max(most, (await session.sandbox.pids()).size - before);
        for (const shell of shells) page.say({ type: 'close', shell });
        await vi.waitUntil(async () => (await session.metric('dfm_terminal_shells_open')) === 1, {
          timeout: 60_000,
        });
        page.forget();
      }
      await expect.poll(async () => (await session.sandbox.pids()).size).toBe(before);
      expect(most).toBeGreaterThan(20);
      return `0 of up to ${most} processes at a time`;
    },
  },
  {
    number: '83',
    name: 'containers that restart forever, and respawn each other as root of the engine’s namespaces',
    holds: 'they end with the session',
    attack: async ({ session, page }) => {
      await page.run(
        `for n in 1 2 3; do docker run -d --restart always --privileged --pid host debian:bookworm-slim sh -c 'trap "" TERM; while :; do setsid sleep 3007 & sleep 0.2; done'; done`,
      );
      await expect.poll(async () => (await session.sandbox.pids()).size).toBeGreaterThan(40);
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
      await delay(10_000);
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
    number: '85',
    name: 'escape sequences that make a terminal allocate: repeated characters, long strings, links, marks, big numbers',
    holds: 'no process grows, and the shells go on',
    attack: async ({ page }) => {
      const repeated = ['b', 'L', 'M', 'S', 'T', 'I', 'Z', '@', 'P', 'X', '\x27}', '\x27~', ' @', ' A'];
      for (const end of repeated) await page.run(perl(`print "a\\e[2147483647${end}" x 2000`));
      // The terminal collects up to 10 MB of some of them.
      const strings = [
        ['\\e]0;', 12],
        ['\\eP$q', 12],
        ...['\\e]8;;', '\\e]52;c;', '\\e]1337;File=', '\\ePq', '\\e_', '\\e^', '\\eX'].map(
          (start) => [start, 1] as const,
        ),
      ] as const;
      for (const [start, megabytes] of strings)
        await page.run(
          perl(
            `print "${start.replace('$', '\\$')}"; print "x" x 1000000 for 1..${megabytes}; print "\\e\\\\"`,
          ),
        );
      await page.run(perl('print "\\e]8;;http://x/", "y" x 3000, $_, "\\e\\\\link" for 1..1000'));
      await page.run(perl('print "\\e[22;0t\\e]0;", "t" x 4000, "\\e\\\\" for 1..500'));
      await page.run(perl('binmode STDOUT, ":utf8"; print "a", "\\x{301}" x 1000000'));
      expect(await page.run('echo still here')).toBe('still here\n');
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
    name: 'mining in four shells and in containers',
    holds: 'the sandbox gets the processor time of its limit and no more',
    attack: async ({ session, page }) => {
      const spin = 'while :; do :; done';
      await page.run(
        `for n in 1 2 3; do (${spin}) & done; docker run -d debian:bookworm-slim sh -c '${spin} & ${spin}'`,
      );
      const used = async () => (await session.sandbox.processorTime('sandbox')).usedMs ?? Number.NaN;
      const [from, startedAt] = [await used(), performance.now()];
      await delay(10_000);
      const share = ((await used()) - from) / (performance.now() - startedAt);
      expect(share).toBeGreaterThan(0.5);
      expect(share).toBeLessThan(1.1);
      return `${share.toFixed(2)} of 1 processor`;
    },
  },
  {
    number: '88',
    name: 'a page that asks for screens, sizes and inputs as fast as the site lets it',
    holds: 'no process grows, and the shells go on',
    attack: async (terminal) => {
      const { page } = terminal;
      await page.run(
        'for n in $(seq 1200); do printf "\\e[3%dm%0300d" $((n % 8)) $n; done; printf "\\e[0m\\n"',
      );
      let n = 0;
      await flood(terminal, 10, () => {
        n += 1;
        if (n % 3 === 0) return { type: 'resize', shell: 0, columns: 100 + (n % 200), rows: 30 };
        return n % 3 === 1
          ? { type: 'attach', shell: 0, columns: 300, rows: 120 }
          : { type: 'shown', shell: 0, length: n };
      });
      await page.attach();
      expect(await page.run('echo still here')).toBe('still here\n');
      expect(terminalProcesses().size).toBe(3);
    },
  },
];

terminalCases(cases);
