/** What someone who controls a sandbox can do to its sockets, its engine and the network. */
import { chmod, lstat } from 'node:fs/promises';
import { globalAgent } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { labSchema } from '@dfm/contracts/lab';
import { terminalLimits } from '@dfm/contracts/terminal';
import { expect, onTestFinished, vi } from 'vitest';
import { type EngineBehaviour, endless, half, takeOver } from './hostile-engine.ts';
import { type Attacked, processorMs, type TerminalCase, terminalCases } from './terminal-cases.ts';
import { asRoot, bash, perl } from './typed-attacks.ts';

/** Everything with which the sockets of a sandbox could be replaced, for the runner outside it. */
const replacing = `
for name in ["docker.sock", "dial.sock", "store.sock"]:
    path = "/outer/sock/" + name
    attempt("rename " + name, lambda: os.rename(path, path + ".old"))
    attempt("unlink " + name, lambda: os.unlink(path))
    attempt("bind " + name, lambda: listen(path))
    attempt("replace " + name, lambda: (os.symlink("/etc/passwd", f"/tmp/{name}"), os.replace(f"/tmp/{name}", path)))
attempt("create", lambda: listen("/outer/sock/new.sock"))
attempt("chmod", lambda: os.chmod("/outer/sock", 0o777))
attempt("enter the shells", lambda: enter(named("dockerd")[0]))
attempt("mount over the sockets", lambda: check(libc.mount(b"none", b"/sock", b"tmpfs", 0, None)))
attempt("bind in the new mount", lambda: listen("/sock/docker.sock"))
`;
/** They show that the attacker has every right inside, and change only what shells see. */
const mayDo = /^did (?!enter the shells|mount over the sockets|bind in the new mount|stop)/m;

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

/**
 * An engine that claims to have 10,000 of everything: containers and images whose names are as long as the
 * answer of an engine may be, and lists that are longer.
 */
const giant = answering([
  [/\/containers\/json/, () => JSON.stringify(Array.from({ length: 10_000 }, (_, n) => ({ Id: `c${n}` })))],
  [/\/images\/json/, () => JSON.stringify(Array.from({ length: 61 }, (_, n) => ({ Id: `i${n}` })))],
  [
    /\/(containers|images)\/.*json/,
    () =>
      JSON.stringify({
        Id: 'x'.repeat(10_000),
        Name: '<img src=x onerror=alert(1)>\x1b]0;evil\x07\u{202E}'.repeat(100),
        Image: 'x',
        Config: { Image: 'x' },
        State: { Status: 'running' },
        NetworkSettings: {
          Networks: Object.fromEntries(
            Array.from({ length: 70 }, (_, n) => [
              `${n}`,
              { DNSNames: Array.from({ length: 8 }, () => 'x'.repeat(300)) },
            ]),
          ),
        },
        RootFS: { Layers: Array.from({ length: 100 }, () => 'x'.repeat(300)) },
      }),
  ],
  [
    /\/volumes(\?|$)/,
    () => JSON.stringify({ Volumes: Array.from({ length: 10_000 }, () => ({ Name: 'x'.repeat(300) })) }),
  ],
  [/\/networks(\?|$)/, () => `[${'[],'.repeat(80_000)}[]]`],
]);

/** Takes over the engine behind the socket, and counts the calls that the attacker has answered. */
async function forge({ session }: Attacked, behaviour: EngineBehaviour): Promise<() => number> {
  let answered = 0;
  const taken = await takeOver(session.sandbox.engineSocket, (request, response) => {
    const isAnswered = behaviour(request, response);
    if (isAnswered) answered += 1;
    return isAnswered;
  });
  onTestFinished(() => taken[Symbol.dispose]());
  // As the engine's own, for the learner.
  await chmod(session.sandbox.engineSocket, 0o666);
  // Connections that the runner has kept still lead to the real engine.
  for (const kept of [globalAgent.sockets, globalAgent.freeSockets])
    for (const [name, sockets] of Object.entries(kept))
      if (name.includes(session.sandbox.engineSocket)) for (const socket of sockets ?? []) socket.destroy();
  return () => answered;
}

/** A lab whose step is done when the engine has reported something and also has something. */
const lab = labSchema.parse({
  version: 1,
  slug: 'hostile',
  title: 'Hostile',
  summary: 'Hostile',
  minutes: 1,
  steps: [
    {
      id: 'only',
      title: 'Only',
      done: [
        { kind: 'event', says: 'It ended.', of: 'container', action: 'die', has: { name: 'web' } },
        { kind: 'volume', says: 'There is a volume.', name: 'data' },
      ],
      hints: ['Do it.'],
      reference: 'true',
      wrong: ['a', 'b', 'c'].map((id) => ({ id, title: id, commands: 'true' })),
    },
  ],
});
const ticksOf = ({ page }: Attacked) =>
  page.received.findLast((message) => message.type === 'lab')?.ticks ?? [];

const cases: TerminalCase[] = [
  {
    number: '79',
    name: 'root in the engine’s namespaces replaces the sockets that the runner uses',
    holds: 'the sockets are the same files, and the engine behind them is the same',
    attack: async (terminal) => {
      const before = [await engineId(terminal), ...(await socketsOf(terminal))];
      const log = await terminal.page.run(asRoot(replacing));
      expect(log, 'it may do anything inside').toContain('did bind in the new mount');
      expect(log).toContain('could not rename docker.sock');
      expect(log).not.toMatch(mayDo);
      expect(await terminal.page.run('docker version >/dev/null 2>&1 || echo lost'), 'for shells only').toBe(
        'lost\n',
      );
      expect([await engineId(terminal), ...(await socketsOf(terminal))]).toEqual(before);
    },
  },
  {
    number: '80',
    name: 'the engine is killed',
    holds: 'the session ends, and its time is not given back',
    endsItself: true,
    attack: async ({ page, session }) => {
      page.type(`${asRoot('for pid in named("dockerd"): os.kill(pid, signal.SIGKILL)\n')}\r`);
      await session.ended;
    },
  },
  {
    number: '80',
    name: 'all memory is taken, by processes smaller than the engine, until the kernel kills the engine',
    holds: 'the session ends, and its time is not given back',
    endsItself: true,
    attack: async ({ page, session }) => {
      // Files in memory, which ending a process does not free.
      page.type(
        `${asRoot(`
enter(named("dockerd")[0])
check(libc.mount(b"none", b"/mnt", b"tmpfs", 0, None))
with open("/mnt/fill", "wb") as file:
    while True: file.write(b"x" * 2**20)
`)}\r`,
      );
      await session.ended;
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
      const program = `sys.stdout = open("/outer/tmp/attempts", "w")
engines = named("dockerd")
for pid in named("exe", "rootlesskit"): attempt("stop", lambda: os.kill(pid, signal.SIGSTOP))
for pid in engines: os.kill(pid, signal.SIGKILL)
${replacing.split('\n').slice(0, -4).join('\n')}
for _ in range(20):
    attempt("bind docker.sock", lambda: listen("/outer/sock/docker.sock"))
    time.sleep(0.1)
print("end", flush=True)
`;
      await page.run(`(${asRoot(program)} >/dev/null 2>&1 &)`);
      const log = await page.run(
        'until grep -q ^end /tmp/attempts 2>/dev/null; do sleep 0.2; done; cat /tmp/attempts',
      );
      expect(log).toContain('did stop');
      expect(log).toContain('could not bind docker.sock');
      expect(log).not.toMatch(mayDo);
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
      await page.run(
        `(${asRoot('for pid in named("dockerd"): os.kill(pid, signal.SIGSTOP)\n')} >/dev/null 2>&1 &)`,
      );
      await expect.poll(() => session.sandbox.engineAnswers(1_000), { timeout: 60_000 }).toBe(false);
      expect(await page.run('echo still here')).toBe('still here\n');
    },
  },
  {
    number: '81',
    name: 'a forged engine with 10,000 containers, and names of kilobytes that contain HTML and escape sequences',
    holds: 'messages stay within their limit, and pages are told that something is left out',
    attack: async (terminal) => {
      const { session, page } = terminal;
      const answered = await forge(terminal, giant);
      // The runner reads again after a change of the engine that it has found.
      expect(await page.run('docker volume create change')).toBe('change\n');
      const isCut = () => page.received.some((message) => message.type === 'engine' && message.state.isCut);
      await vi.waitUntil(isCut, { timeout: 60_000 });
      await page.run('docker volume rm change; sleep 5');
      expect(answered()).toBeGreaterThan(100);
      expect(session.site.longestMessage, 'much is shown').toBeGreaterThan(500_000);
      expect(session.site.longestMessage).toBeLessThan(terminalLimits.messageBytes);
      return `longest message ${Math.round(session.site.longestMessage / 1_024)} KiB`;
    },
  },
  {
    number: '81',
    name: 'a forged engine that answers and reports events endlessly',
    holds: 'the shells go on',
    attack: async (terminal) => {
      const { page } = terminal;
      const answered = await forge(
        terminal,
        both(endless(/\/events/, '['), endless(/\/containers/, '{"Id":"x"},'), half(/\/images/)),
      );
      expect(await page.run('docker volume create change; sleep 10')).toBe('change\n');
      expect(answered()).toBeGreaterThan(5);
      expect(await page.run('echo still here')).toBe('still here\n');
      return `${answered()} answers`;
    },
  },
  {
    number: '93',
    name: 'a forged engine that reports endlessly, in a lab, what no container did',
    holds:
      'a step that also asks for what the engine has stays open, and reading events takes little of the runner',
    lab,
    attack: async (terminal) => {
      const { page, session } = terminal;
      const labels = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`l${n}`, 'x'.repeat(400)]));
      const [forged, other] = ['web', '__proto__'].map((name) => {
        const attributes = { ...labels, name, ['constructor']: '\x1b]0;evil\x07\u{202e}' };
        return JSON.stringify({
          Type: 'container',
          Action: 'die',
          Actor: { ID: 'x', Attributes: attributes },
        });
      });
      await forge(terminal, endless(/\/events/, `${other}\n${forged}\n{"Type":7}\n[]\n`));
      await vi.waitUntil(() => ticksOf(terminal)[0], { timeout: 60_000 });
      const [usedBefore, startedAt] = [processorMs(process.pid), performance.now()];
      await delay(10_000);
      const used = (processorMs(process.pid) - usedBefore) / (performance.now() - startedAt);
      expect(ticksOf(terminal)).toEqual([true, false]);
      expect(session.site.progress).toEqual([]);
      expect(used).toBeLessThan(0.5);
      expect(await page.run('echo still here')).toBe('still here\n');
      return `${used.toFixed(2)} of a processor, together with the forged engine`;
    },
  },
  {
    number: '93',
    name: 'events of a megabyte, because a container has such a label, in a lab',
    holds: 'the runner keeps none of them, and follows the lab afterwards',
    lab,
    attack: async (terminal) => {
      const { page, session } = terminal;
      const events = 300;
      const ask = (path: string, body = '') =>
        `curl -sS -o /dev/null -w '%{http_code}' --unix-socket /run/docker.sock -X POST ${body} http://docker${path}`;
      await page.run(
        perl(
          'open F, ">", "body"; print F "{\\"Image\\": \\"debian:bookworm-slim\\", \\"Labels\\": {\\"x\\": \\"", "x" x 1000000, "\\"}}"',
        ),
      );
      await page.run('docker pull -q debian:bookworm-slim');
      const created = `-H 'Content-Type: application/json' --data-binary @body`;
      expect(await page.run(ask('/containers/create?name=n0', created))).toBe('201');
      const codes = await page.run(
        `for n in $(seq ${events}); do ${ask('/containers/n$((n-1))/rename?name=n$n')} ; done`,
      );
      expect(codes).toBe('204'.repeat(events));
      await page.run('docker rm n300; docker volume create data');
      await expect
        .poll(
          () =>
            page
              .run('docker run --name web debian:bookworm-slim; docker rm web')
              .then(() => session.site.progress),
          {
            timeout: 60_000,
            interval: 1_000,
          },
        )
        .toEqual([1]);
      return `${events} events`;
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
          Image: 'python:3.11-slim-bookworm',
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
        // The shelf shows that this finds what is open.
        expect(fromShell.match(/^open .*$/gm)).toEqual(['open 172.17.0.1 61080']);
        expect(fromShell.match(/^closed$/gm)).toHaveLength(targets.length);
        const fromContainer = await page.run(
          asRoot(
            `for line in """127.0.0.1 61080\n${targets.join('\n')}""".split("\\n"):\n    address, port = line.split()\n    try:\n        socket.create_connection((address, int(port)), timeout=5).close()\n        print("open", line)\n    except OSError: print("closed")\n`,
          ),
        );
        expect(fromContainer).toBe(`open 127.0.0.1 61080\n${'closed\n'.repeat(targets.length)}`);
        return `${targets.length} addresses`;
      } finally {
        await fixture.pool.release(other, 'discard');
      }
    },
  },
];

terminalCases(cases);
