/* oxlint-disable no-control-regex, vitest/no-standalone-expect -- Shells print control characters, and pages wait for what they print. */
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { SiteClient } from '../src/queue/site-client.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { RunnerMetrics } from '../src/telemetry/runner-metrics.ts';
import { hostSession } from '../src/terminals/host-session.ts';
import { type Remnant, remnantsIn } from './remnants.ts';
import { openPool, type PoolFixture } from './sandbox-fixture.ts';
import { type TerminalPage, TerminalSite } from './terminal-site.ts';

let fixture: PoolFixture;
let before: Remnant[];
let session: HostedTerminal;
let page: TerminalPage;

/** A session on a site of its own. */
class HostedTerminal implements AsyncDisposable {
  readonly site: TerminalSite;
  readonly metrics = new RunnerMetrics();
  readonly faults: unknown[] = [];
  readonly stopping = new AbortController();
  sandbox: Sandbox | undefined;
  readonly ended: Promise<void>;

  constructor(site: TerminalSite) {
    this.site = site;
    const { pool } = fixture;
    this.ended = hostSession(site.claim, {
      client: new SiteClient(site.url, TerminalSite.token),
      log: pino({ level: 'silent' }),
      heartbeatMs: 200,
      sandboxes: async () => ({
        ...pool,
        acquire: async (...args) => (this.sandbox = await pool.acquire(...args)),
      }),
      meter: this.metrics,
      onFault: (error) => this.faults.push(error),
      signal: this.stopping.signal,
    });
  }

  async metric(name: string): Promise<number | undefined> {
    const { values } = (await this.metrics.registry.getSingleMetric(name)?.get()) ?? { values: [] };
    return values[0]?.value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stopping.abort(new Error('the test is over'));
    await this.ended;
    await this.site[Symbol.asyncDispose]();
  }
}

const open = async () => new HostedTerminal(await TerminalSite.start());
const remnants = () => remnantsIn(fixture.env.DATA_DIR, fixture.env.DOCKER_SOCKET);

beforeAll(async () => {
  fixture = await openPool();
  before = await remnants();
  session = await open();
  page = await session.site.page();
  await page.attach();
  await vi.waitFor(() => expect(page.drawn).toContain('$ '), { timeout: 20_000 });
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await fixture[Symbol.asyncDispose]();
});

test('the learner is an ordinary user with a home on the disk, in a terminal of the right size', async () => {
  expect(await page.run('id; pwd; stty size; echo $TERM $LANG; df --output=source . | tail -1')).toMatch(
    /^uid=1000\(learner\) gid=1000\(learner\) groups=1000\(learner\),999\(docker\)\n\/home\/learner\n30 100\nxterm-256color C.UTF-8\n\/dev\/loop\d+\n$/,
  );
  expect(await page.run('touch /tmp/file ~/file && ls ~; touch /usr/file')).toMatch(
    /^file\ntouch: cannot touch '\/usr\/file': /,
  );
});

test('docker is the engine of the sandbox; a published port is reached by curl', async () => {
  expect(await page.run("docker version --format '{{.Server.Version}}'")).toBe(
    `${session.sandbox!.engineVersion}\n`,
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
  expect(
    await page.run('for of in docker-run git ls bash; do man -P cat $of 2>&1 | sed -n 3,4p; done'),
  ).toMatch(/docker-run - .*git - .*ls - .*bash - /s);
});

test('a second page sees the same screen, and both can type', async () => {
  await page.run('clear; echo first');
  const second = await session.site.page();
  const screen = await second.attach();
  expect(screen).toContain('first');
  expect(await second.run('echo second')).toBe('second\n');
  await expect.poll(() => page.drawn).toMatch(/second\r\n.*second\r\n/s);
});

test('keys complete commands and paths', async () => {
  await page.run('mkdir -p long-folder-name');
  const from = page.drawn.length;
  page.type('docker cont\tls --no-tr\t && cd long-f\t');
  await expect
    .poll(() => page.drawn.slice(from))
    .toContain('docker container ls --no-trunc  && cd long-folder-name/');
  page.type('\x03');
});

test('Ctrl C ends a program that floods the terminal, and this process does not grow meanwhile', async () => {
  const slow = await session.site.page();
  await slow.attach();
  page.type('yes\r');
  await delay(2_000);
  const grownFrom = process.memoryUsage().rss;
  const cpu = process.cpuUsage();
  const from = page.drawn.length;
  await delay(4_000);
  const { user, system } = process.cpuUsage(cpu);
  const grownMib = (process.memoryUsage().rss - grownFrom) / 2 ** 20;
  const rate = (page.drawn.length - from) / 4 / 2 ** 20;
  console.info(
    `yes: ${rate.toFixed(2)} MiB/s shown, ${Math.round((user + system) / 4 / 10_000)} % of a processor, ${grownMib.toFixed(1)} MiB`,
  );
  expect(rate).toBeLessThan(1.1);
  // The page of the test itself keeps what it got.
  expect(grownMib).toBeLessThan(20);
  page.type('\x03');
  expect(await page.run('echo stopped')).toContain('stopped\n');
});

test('an editor is restored in a new page, with its screen and its modes', async () => {
  await page.run('echo a line of text >note');
  page.type('vim note\r');
  await expect.poll(() => page.drawn).toContain('a line of text');
  page.type('Gonot saved');
  await expect.poll(() => page.drawn).toContain('not saved');
  const second = await session.site.page();
  const screen = await second.attach();
  expect(screen).toMatch(/\x1b\[\?1049h.*a line of text.*not saved.*INSERT/s);
  second.type('\x1b:q!\r');
  expect(await second.run('echo closed')).toContain('closed\n');
});

test('a page that connects again types nothing twice and loses nothing, and the shell goes on', async () => {
  const first = await session.site.page();
  await first.attach();
  await first.run('cd; x=kept; rm -f typed');
  const number = first.type('echo once >>typed\r');
  await expect.poll(() => first.received).toContainEqual({ type: 'received', number });
  session.site.cut();
  const again = await session.site.page(first.id);
  expect(again.received).toEqual([{ type: 'welcome', shells: [0], received: number }]);
  again.say({ type: 'input', shell: 0, number, text: 'echo once >>typed\r' });
  again.say({ type: 'input', shell: 0, number: number + 1, text: 'echo $x >>typed\r' });
  await expect.poll(() => again.received).toContainEqual({ type: 'received', number: number + 1 });
  const last = await session.site.page();
  await last.attach();
  expect(await last.run('cat typed')).toBe('once\nkept\n');
  page = last;
});

test('use is reported once, and none without it', async () => {
  await page.run('true');
  await expect.poll(() => session.site.heartbeats.at(-1)).toEqual({ fence: 1, isInUse: true });
  await expect.poll(() => session.site.heartbeats.at(-1)).toEqual({ fence: 1, isInUse: false });
});

test('a closed shell ends with everything that was started in it, and the others continue', async () => {
  page.say({ type: 'attach', shell: 1, columns: 80, rows: 24 });
  await expect.poll(() => session.metric('dfm_terminal_shells_open')).toBe(2);
  const sleepers =
    'sleep 1001 & setsid sleep 1002 & (setsid nohup sh -c "while :; do sleep 1003; done" >/dev/null 2>&1 &)';
  expect(await page.run(`(${sleepers}); sleep 1; pgrep -c sleep`)).toContain('3\n');
  page.say({ type: 'close', shell: 0 });
  await expect.poll(() => page.received).toContainEqual({ type: 'exited', shell: 0, code: 129 });
  page.received.length = 0;
  page.say({ type: 'hello', page: page.id });
  await expect.poll(() => page.received[0]).toMatchObject({ type: 'welcome', shells: [1] });
  await page.attach();
  expect(await page.run('pgrep -c sleep')).toContain('0\n');
});

test('a shell that exits tells its code; the next attach starts a new one', async () => {
  page.received.length = 0;
  page.type('exit 7\r');
  await expect.poll(() => page.received).toContainEqual({ type: 'exited', shell: 0, code: 7 });
  await page.attach();
  expect(await page.run('echo new')).toBe('new\n');
});

test.each<[name: string, end: (site: TerminalSite) => void]>([
  ['a heartbeat', (site) => (site.isOver = true)],
  ['its connection', (site) => site.end()],
])('a session that is over, by %s, leaves nothing behind', async (_by, end) => {
  await session[Symbol.asyncDispose]();
  const ending = await open();
  onTestFinished(() => ending[Symbol.asyncDispose]());
  const { site } = ending;
  const reader = await site.page();
  await reader.attach();
  reader.type('docker run --rm python:3.11-slim-bookworm sleep 1000\r');
  await expect.poll(async () => ending.sandbox!.containers()).toBe(1);
  const pids = await ending.sandbox!.pids();
  end(site);
  await ending.ended;
  expect([site.faults, ending.faults]).toEqual([[], []]);
  expect(await ending.metric('dfm_terminals_open')).toBe(0);
  expect(await ending.metric('dfm_terminal_shells_open')).toBe(0);
  expect(await remnants()).toEqual(before);
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('an engine that is lost ends the session as a fault', async () => {
  const ending = await open();
  onTestFinished(() => ending[Symbol.asyncDispose]());
  const reader = await ending.site.page();
  await reader.attach();
  reader.type(
    'docker run --rm --privileged --pid host debian:bookworm-slim sh -c "kill -9 $(pgrep dockerd)"\r',
  );
  await ending.ended;
  expect(ending.site.faults).toEqual([{ fence: 1, fault: expect.stringContaining('engine-lost') }]);
  expect(ending.faults).toHaveLength(1);
  expect(await remnants()).toEqual(before);
});

test('a runner that stops reports its sessions', async () => {
  const ending = await open();
  onTestFinished(() => ending[Symbol.asyncDispose]());
  await (await ending.site.page()).attach();
  ending.stopping.abort(new Error('the runner is stopping'));
  await ending.ended;
  expect(ending.site.faults).toEqual([{ fence: 1, fault: 'Error: the runner is stopping' }]);
  expect(ending.faults).toEqual([]);
  expect(await remnants()).toEqual(before);
});
