/* oxlint-disable no-control-regex -- Shells print control characters. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { TerminalSite } from '../src/terminals/testing/terminal-site.ts';
import { HostedTerminal, residentMib, terminalProcesses } from './hosted-terminal.ts';
import { type Remnant, remnantsIn } from './remnants.ts';
import { openPool, type PoolFixture } from './sandbox-fixture.ts';

let fixture: PoolFixture;
let before: Remnant[];
const remnants = () => remnantsIn(fixture.env.DATA_DIR, fixture.env.DOCKER_SOCKET);

beforeAll(async () => {
  fixture = await openPool();
  before = await remnants();
});
afterAll(() => fixture[Symbol.asyncDispose]());

describe('a session', () => {
  let session: HostedTerminal;
  beforeAll(async () => {
    session = await HostedTerminal.open(fixture);
  });
  afterAll(() => session[Symbol.asyncDispose]());

  test('the learner is an ordinary user with a home on the disk, in a terminal of the right size', async () => {
    const page = await session.page();
    expect(await page.run('id; pwd; stty size; echo $TERM $LANG; df --output=source . | tail -1')).toMatch(
      /^uid=1000\(learner\) gid=1000\(learner\) groups=1000\(learner\),999\(docker\)\n\/home\/learner\n30 100\nxterm-256color C.UTF-8\n\/dev\/loop\d+\n$/,
    );
    expect(await page.run('touch /tmp/file ~/file && ls ~; touch /usr/file')).toMatch(
      /^file\ntouch: cannot touch '\/usr\/file': /,
    );
  });

  test('docker is the engine of the sandbox; a published port is reached by curl', async () => {
    const page = await session.page();
    expect(await page.run("docker version --format '{{.Server.Version}}'")).toBe(
      `${session.sandbox.engineVersion}\n`,
    );
    await page.run(
      'docker run -d --name web -p 8080:8000 python:3.11-slim-bookworm python -m http.server 8000',
    );
    expect(
      await page.run(
        "curl -sS -o /dev/null -w '%{http_code}\\n' --retry 30 --retry-delay 1 --retry-all-errors localhost:8080",
      ),
    ).toMatch(/200\n$/);
    await page.run('docker rm -f web');
  });

  test('an image is built, Compose starts it, and the files of the home are in it', async () => {
    const page = await session.page();
    await page.run('mkdir project && cd project && echo from-home >text');
    await page.run(
      "printf 'FROM debian:bookworm-slim\\nCOPY text /\\nCMD cat /text /host/text\\n' >Dockerfile",
    );
    await page.run('printf \'services: {one: {build: ., volumes: [".:/host"]}}\\n\' >compose.yaml');
    expect(await page.run('docker compose up --build --no-log-prefix 2>/dev/null')).toContain(
      'from-home\nfrom-home\n',
    );
    await page.run('docker compose down; cd');
  });

  test('the manual has Docker and git', async () => {
    const page = await session.page();
    // Some versions of troff warn about lines that they cannot adjust.
    expect(
      await page.run('for of in docker-run git ls bash; do man -P cat $of 2>/dev/null | sed -n 3,4p; done'),
    ).toMatch(/docker-run - .*git - .*ls - .*bash - /s);
  });

  test('a second page sees the same screen, and both can type', async () => {
    const page = await session.page();
    await page.run('clear; echo first');
    const second = await session.site.page();
    expect(await second.attach()).toContain('first');
    expect(await second.run('echo second')).toBe('second\n');
    await expect.poll(() => page.drawn).toContain('\r\nsecond\r\n');
  });

  test('keys complete commands and paths', async () => {
    const page = await session.page();
    await page.run('mkdir -p long-folder-name');
    page.type('docker conta\tls --no-tr\t && cd long-f\t');
    await expect.poll(() => page.drawn).toContain('docker container ls --no-trunc  && cd long-folder-name/');
    page.type('\x03');
    // The shell drops what is typed before it is at its prompt again.
    await expect.poll(() => page.drawn).toMatch(/\^C.*\$ /s);
  });

  test('a program that floods the terminal is slowed down, no process grows meanwhile, and Ctrl C ends it', async () => {
    const page = await session.page();
    await session.page({ isSlow: true });
    page.type('yes\r');
    await delay(3_000);
    const processes = terminalProcesses();
    const memory = () => [...processes].map(([name, pid]) => [name, residentMib(pid)] as const);
    const first = memory();
    const cpu = process.cpuUsage();
    const from = page.outputLength;
    const seconds = 10;
    await delay(seconds * 1_000);
    const { user, system } = process.cpuUsage(cpu);
    const grown = memory().map(([name, mib], index) => [name, mib - first[index]![1]] as const);
    const mibPerSecond = (page.outputLength - from) / seconds / 2 ** 20;
    console.info(
      `yes: ${mibPerSecond.toFixed(2)} MiB/s, ${Math.round((user + system) / seconds / 10_000)} % of a processor;` +
        ` growth in ${seconds} s: ${grown.map(([name, mib]) => `${name} ${mib.toFixed(1)} MiB`).join(', ')}`,
    );
    page.type('\x03');
    expect(await page.run('echo stopped')).toBe('stopped\n');
    expect(mibPerSecond).toBeLessThan(1.1);
    expect(grown).toHaveLength(3);
    // The process of the runner is also that of the test, whose pages and site leave garbage of the same size.
    expect(grown.filter(([name, mib]) => name !== 'runner' && mib > 20)).toEqual([]);
  });

  test('an editor is restored in a new page, with its screen and its modes', async () => {
    const page = await session.page();
    await page.run('echo a line of text >note');
    page.type('vim note\r');
    // Only the editor prints this.
    await expect.poll(() => page.drawn).toMatch(/"note" 1L, 15B/);
    page.type('Gonot saved');
    await expect.poll(() => page.drawn).toContain('not saved');
    const second = await session.site.page();
    expect(await second.attach()).toMatch(/\x1b\[\?1049h.*a line of text.*not saved.*INSERT/s);
    // Ctrl \ Ctrl N leaves the insert mode; Escape could be the beginning of a key.
    second.type('\x1c\x0e:q!\r');
    // What is typed before the editor has ended is lost.
    await expect.poll(() => second.drawn).toContain('\x1b[?1049l');
    expect(await second.run('echo closed')).toBe('closed\n');
  });

  test('a page that connects again types nothing twice and loses nothing, and the shell goes on', async () => {
    const first = await session.page();
    await first.run('cd; x=kept; rm -f typed');
    const number = first.type('echo once >>typed\r');
    await expect.poll(() => first.received).toContainEqual({ type: 'received', number });
    session.site.cut();
    const again = await session.site.page({ id: first.id });
    expect(again.received[0]).toEqual({ type: 'welcome', shells: [0], received: number });
    again.say({ type: 'input', shell: 0, number, text: 'echo once >>typed\r' });
    again.say({ type: 'input', shell: 0, number: number + 1, text: 'echo $x >>typed\r' });
    await expect.poll(() => again.received).toContainEqual({ type: 'received', number: number + 1 });
    const last = await session.page();
    expect(await last.run('cat typed')).toBe('once\nkept\n');
  });

  test('use is reported, and none without it', async () => {
    const page = await session.page();
    await expect.poll(() => session.site.heartbeats.at(-1)).toEqual({ fence: 1, isInUse: false });
    page.type('true\r');
    await expect.poll(() => session.site.heartbeats.at(-1)).toEqual({ fence: 1, isInUse: true });
    await expect.poll(() => session.site.heartbeats.at(-1)).toEqual({ fence: 1, isInUse: false });
  });

  test('a page sees an image that was just built, although its build ends without an event', async () => {
    const page = await session.page();
    await page.run(
      "mkdir -p built && cd built && printf 'FROM debian:bookworm-slim\\nRUN echo > /new\\n' >Dockerfile",
    );
    const images = () =>
      page.received.flatMap((message) => (message.type === 'engine' ? [message.state.images] : [])).at(-1);
    await page.run('docker build -q -t just:built .; cd');
    await expect
      .poll(() => images()?.flatMap(({ tags }) => tags), { timeout: 5_000 })
      .toContain('just:built');
  });

  test('a page sees what the engine has, also after a change', async () => {
    const page = await session.page();
    await page.run('docker create --name seen --tmpfs /scratch:ro debian:bookworm-slim');
    const states = () =>
      page.received.flatMap((message) => (message.type === 'engine' ? [message.state] : []));
    await expect
      .poll(() => states().at(-1)?.containers)
      .toEqual([
        expect.objectContaining({
          name: 'seen',
          state: 'created',
          mounts: [{ kind: 'tmpfs', source: '', target: '/scratch', isReadOnly: true }],
        }),
      ]);
    await page.run('docker rm seen');
    await expect.poll(() => states().at(-1)?.containers).toEqual([]);
  });

  test('a closed shell ends with everything that was started in it, and the others continue', async () => {
    const page = await session.page();
    page.say({ type: 'attach', shell: 1, columns: 80, rows: 24 });
    await expect.poll(() => session.metric('dfm_terminal_shells_open')).toBe(2);
    const sleepers =
      'sleep 1001 & setsid sleep 1002 & (setsid nohup sh -c "while :; do sleep 1003; done" >/dev/null 2>&1 &)';
    expect(await page.run(`(${sleepers}); sleep 1; pgrep -c sleep`)).toContain('3\n');
    page.say({ type: 'close', shell: 0 });
    await expect.poll(() => page.received).toContainEqual({ type: 'exited', shell: 0, code: 129 });
    const next = await session.site.page();
    expect(next.received[0]).toMatchObject({ type: 'welcome', shells: [1] });
    await next.attach();
    expect(await next.run('pgrep -c sleep')).toBe('0\n');
  });

  test('a shell that exits tells its code; the next attach starts a new one', async () => {
    const page = await session.page();
    page.type('exit 7\r');
    await expect.poll(() => page.received).toContainEqual({ type: 'exited', shell: 0, code: 7 });
    await page.attach();
    expect(await page.run('echo new')).toBe('new\n');
  });
});

describe('the end', () => {
  test.each<[name: string, end: (site: TerminalSite) => void]>([
    ['a heartbeat', (site) => (site.isOver = true)],
    ['its connection', (site) => site.end()],
  ])('a session that is over, by %s, leaves nothing behind', async (_by, end) => {
    const ending = await HostedTerminal.open(fixture);
    onTestFinished(() => ending[Symbol.asyncDispose]());
    const page = await ending.page();
    page.type('docker run --rm python:3.11-slim-bookworm sleep 1000\r');
    await expect.poll(() => ending.sandbox.containers()).toBe(1);
    const pids = await ending.sandbox.pids();
    end(ending.site);
    await ending.ended;
    expect([ending.site.ends, ending.faults]).toEqual([[], []]);
    expect(await ending.metric('dfm_terminals_open')).toBe(0);
    expect(await ending.metric('dfm_terminal_shells_open')).toBe(0);
    expect(await remnants()).toEqual(before);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  test('learners who end their own engine end their session, and it is no fault of the platform', async () => {
    const ending = await HostedTerminal.open(fixture);
    onTestFinished(() => ending[Symbol.asyncDispose]());
    const page = await ending.page();
    page.type('docker run --rm --pid host debian:bookworm-slim sh -c "kill -9 $(pgrep -x dockerd)"\r');
    await ending.ended;
    expect(ending.site.ends).toMatchObject([{ fence: 1, because: 'engine' }]);
    expect(ending.faults).toEqual([]);
    expect(await remnants()).toEqual(before);
  });

  test('a sandbox that the host ends is a fault', async () => {
    const ending = await HostedTerminal.open(fixture);
    onTestFinished(() => ending[Symbol.asyncDispose]());
    await ending.page();
    await ending.sandbox.shutDown();
    await ending.ended;
    expect(ending.site.ends).toMatchObject([{ fence: 1, because: 'fault' }]);
    expect(ending.faults).toHaveLength(1);
    expect(await remnants()).toEqual(before);
  });

  test('a runner that stops reports its sessions', async () => {
    const ending = await HostedTerminal.open(fixture);
    onTestFinished(() => ending[Symbol.asyncDispose]());
    await ending.page();
    ending.stopping.abort(new Error('the runner is stopping'));
    await ending.ended;
    const detail = 'Error: the runner is stopping';
    expect(ending.site.ends).toEqual([{ fence: 1, because: 'fault', detail }]);
    expect(ending.faults).toEqual([]);
    expect(await remnants()).toEqual(before);
  });
});
