/* oxlint-disable no-control-regex -- Shells print control characters. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { PageMessage, ShellMessage } from '@dfm/contracts/terminal';
import { terminalLimits } from '@dfm/contracts/terminal';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SessionShells } from './session-shells.ts';
import { FakeShell } from './testing/fake-shell.ts';
import { screenProcesses } from './testing/screen-processes.ts';

const size = { columns: 80, rows: 24 };
const screen = { type: 'screen', shell: 0, ...size };
const welcome = { type: 'welcome', shells: [], received: 0 };
let shells: SessionShells;
/** Shells in the order in which they were started. */
let started: FakeShell[];
let received: Map<number, ShellMessage[]>;
let uses: number;
let open: number;
/** Connections that have asked for files. */
let askedForFiles: number[];

beforeEach(() => {
  started = [];
  askedForFiles = [];
  received = new Map();
  uses = open = 0;
  shells = new SessionShells({
    start: async () => {
      const shell = new FakeShell();
      started.push(shell);
      return shell;
    },
    send: ({ connection, message }) => receivedBy(connection).push(message),
    onUse: () => (uses += 1),
    onCount: (change) => (open += change),
    onFile: (connection) => askedForFiles.push(connection),
  });
});
afterEach(() => shells.close());

function receivedBy(connection: number): ShellMessage[] {
  if (!received.has(connection)) received.set(connection, []);
  return received.get(connection)!;
}

function say(connection: number, ...messages: PageMessage[]): void {
  for (const message of messages) shells.receive({ connection, message });
}

const hello = (page: string = randomUUID()): PageMessage => ({ type: 'hello', page });
const attach: PageMessage = { type: 'attach', shell: 0, ...size };
const input = (number: number, text: string): PageMessage => ({ type: 'input', shell: 0, number, text });
const outputOf = (connection: number) =>
  receivedBy(connection)
    .map((message) => (message.type === 'output' ? message.text : ''))
    .join('');

/** Attaches a page to the first shell, and waits until it has a screen. */
async function attached(connection: number, page?: string): Promise<FakeShell> {
  say(connection, hello(page), attach);
  await expect.poll(() => receivedBy(connection).map(({ type }) => type)).toContain('screen');
  return started[0]!;
}

test('a page starts a shell, types, and sees what is printed; that is use', async () => {
  const shell = await attached(1);
  expect(uses).toBe(0);
  say(1, input(1, 'ls\r'));
  await expect.poll(() => shell.typed).toBe('ls\r');
  expect(uses).toBe(1);
  shell.print('file\r\n');
  await expect.poll(() => outputOf(1)).toBe('file\r\n');
  expect(uses).toBe(2);
  expect(receivedBy(1)).toEqual([
    welcome,
    { ...screen, text: '' },
    { type: 'received', number: 1 },
    { type: 'output', shell: 0, text: 'file\r\n' },
  ]);
});

test('a second page sees the same screen, and is notified of the shells that exist', async () => {
  const shell = await attached(1);
  shell.print('one\r\ntwo');
  await expect.poll(() => outputOf(1)).toBe('one\r\ntwo');
  await attached(2);
  expect(receivedBy(2)).toEqual([
    { ...welcome, shells: [0] },
    { ...screen, text: 'one\r\ntwo' },
  ]);
  expect(started).toHaveLength(1);
});

test('characters and escape sequences that are split between chunks arrive whole', async () => {
  const shell = await attached(1);
  for (const byte of Buffer.from('é €🐳\x1b[31mred\x1b[0m')) {
    shell.print(Uint8Array.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => outputOf(1)).toBe('é €🐳\x1b[31mred\x1b[0m');
  await attached(2);
  expect(receivedBy(2).at(-1)).toMatchObject({ text: expect.stringMatching(/^é €🐳\x1b\[31mred/) });
});

test('input that a page sends again after a lost connection is typed once', async () => {
  const page = randomUUID();
  const shell = await attached(1, page);
  say(1, input(1, 'a'), input(2, 'b'));
  await expect.poll(() => shell.typed).toBe('ab');
  shells.forgetPages();
  // Before it says hello, a connection is nobody.
  say(1, input(3, 'x'));
  received.clear();
  say(1, hello(page), input(2, 'b'), input(3, 'c'));
  await expect.poll(() => shell.typed).toBe('abc');
  expect(receivedBy(1)[0]).toEqual({ type: 'welcome', shells: [0], received: 2 });
  // A different page counts its own inputs.
  say(2, hello(), input(1, 'd'));
  await expect.poll(() => shell.typed).toBe('abcd');
});

test('input is confirmed once the program has read it; what exceeds the limit is asked for again', async () => {
  const text = 'x'.repeat(terminalLimits.inputLength);
  const page = randomUUID();
  const shell = await attached(1, page);
  shell.isReading = false;
  received.clear();
  for (let number = 1; number <= 100; number++) say(1, input(number, text));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(receivedBy(1)).toEqual([]);
  shell.readEverything();
  await expect.poll(() => receivedBy(1).at(-1)?.type).toBe('welcome');
  expect(shell.typed).toHaveLength(64 * text.length);
  expect(receivedBy(1).at(-2)).toEqual({ type: 'received', number: 64 });
  expect(receivedBy(1).at(-1)).toEqual({ type: 'welcome', shells: [0], received: 64 });
  for (let number = 65; number <= 100; number++) say(1, input(number, text));
  await expect.poll(() => shell.typed.length).toBe(100 * text.length);
});

test('a page that shows nothing does not hold up the shell or the other pages, and catches up with one screen', async () => {
  const shell = await attached(1);
  await attached(2);
  received.clear();
  const lines = Array.from({ length: 30_000 }, (_, n) => `line ${n}\r\n`).join('');
  let shown = 0;
  const showing = setInterval(() => {
    shown = outputOf(1).length;
    say(1, { type: 'shown', shell: 0, length: shown });
  }, 5);
  shell.print(lines);
  await expect.poll(() => outputOf(1).length).toBe(lines.length);
  clearInterval(showing);
  const { length } = outputOf(2);
  expect(length).toBeLessThanOrEqual(terminalLimits.unshownLength);
  expect(length).toBeGreaterThan(terminalLimits.unshownLength / 2);
  say(2, { type: 'shown', shell: 0, length });
  await expect.poll(() => receivedBy(2).at(-1)?.type).toBe('screen');
  expect(receivedBy(2).at(-1)).toMatchObject({ text: expect.stringContaining('line 29999') });
  expect(receivedBy(2).filter(({ type }) => type === 'screen')).toHaveLength(1);
});

test('the page that sets the size last decides it, and the others are told', async () => {
  const shell = await attached(1);
  await attached(2);
  say(2, { type: 'resize', shell: 0, columns: 100, rows: 30 });
  await expect.poll(() => shell.sizes).toEqual([{ columns: 100, rows: 30 }]);
  expect(receivedBy(1).at(-1)).toEqual({ type: 'resized', shell: 0, columns: 100, rows: 30 });
  expect(receivedBy(2).some(({ type }) => type === 'resized')).toBe(false);
  for (let n = 1; n <= 200; n++) say(1, { type: 'resize', shell: 0, columns: 100 + n, rows: 30 });
  await expect.poll(() => shell.sizes.at(-1)).toEqual({ columns: 300, rows: 30 });
  expect(shell.sizes.length).toBeLessThan(10);
});

test('queries of programs are answered once, by the screen', async () => {
  const shell = await attached(1);
  await attached(2);
  shell.print('ab\x1b[6n');
  await expect.poll(() => shell.typed).toBe('\x1b[1;3R');
});

test('a screen is restored with its alternate buffer, its modes and a hidden cursor', async () => {
  const shell = await attached(1);
  shell.print('below\x1b[?1049h\x1b[2J\x1b[Htop\x1b[?2004h\x1b[?25l');
  await expect.poll(() => outputOf(1)).toContain('top');
  await attached(2);
  const { text } = receivedBy(2).at(-1) as { text: string };
  expect(text).toMatch(/^below.*\x1b\[\?1049h.*top/s);
  expect(text).toContain('\x1b[?2004h');
  expect(text).toContain('\x1b[?25l');
});

test.each(['b', 'L', 'M', 'S', 'T', 'I', 'Z'])(
  'a sequence that repeats something two billion times is ignored: %s',
  async (final) => {
    const shell = await attached(1);
    shell.print(`a\x1b[2147483647${final}`.repeat(1_000));
    shell.print('\x1b[2J\x1b[Hfine\x1b[6n');
    await expect.poll(() => shell.typed).toBe('\x1b[1;5R');
  },
);

test('links and titles of any length are not kept, and what follows is shown', async () => {
  const shell = await attached(1);
  for (const start of ['0;', '1;', '2;', '8;;http://x/'])
    shell.print(`\x1b]${start}${'y'.repeat(20_000)}\x1b\\text `);
  await expect.poll(() => outputOf(1)).toMatch(/(?:text.*){4}/s);
  await attached(2);
  expect(receivedBy(2).at(-1)).toMatchObject({ text: 'text text text text ' });
});

test('clearing removes what is above the cursor, on all pages and for those that come later', async () => {
  const shell = await attached(1);
  await attached(2);
  const lines = Array.from({ length: 50 }, (_, n) => `line ${n}\r\n`).join('');
  shell.print(`${lines}$ typed\x1b[D`);
  await expect.poll(() => outputOf(2)).toContain('typed');
  received.clear();
  say(1, { type: 'clear', shell: 0 });
  const clearing = `${'\x1b[S'.repeat(23)}\x1b[1;7H\x1b[3J`;
  await expect.poll(() => [outputOf(1), outputOf(2)]).toEqual([clearing, clearing]);
  await attached(3);
  expect(receivedBy(3).at(-1)).toMatchObject({ text: '$ typed\x1b[1D' });
  expect(shell.typed, 'the shell does not notice').toBe('');

  shell.print('\x1b[?1049hwhole screen');
  await expect.poll(() => outputOf(1)).toContain('whole screen');
  received.clear();
  say(1, { type: 'clear', shell: 0 });
  await attached(4);
  expect(receivedBy(4).at(-1), 'near miss').toMatchObject({ text: expect.stringContaining('whole screen') });
  expect(outputOf(1)).toBe('');
});

test('a page that comes later reports the mouse like those before', async () => {
  const shell = await attached(1);
  shell.print('\x1b[?1002h\x1b[?1006hwith a mouse');
  await expect.poll(() => outputOf(1)).toContain('mouse');
  await attached(2);
  expect(receivedBy(2).at(-1)).toMatchObject({ text: expect.stringMatching(/\x1b\[\?1002h.*\x1b\[\?1006h/) });
});

test('a closed shell is ended, its pages are told, and the next attach starts another one', async () => {
  const shell = await attached(1);
  expect(open).toBe(1);
  say(1, { type: 'close', shell: 0 });
  await expect.poll(() => receivedBy(1).at(-1)).toEqual({ type: 'exited', shell: 0, code: 3 });
  expect([shell.isClosed, open]).toEqual([true, 0]);
  say(1, attach);
  await expect.poll(() => started).toHaveLength(2);
});

test.each<[what: string, happens: (shell: FakeShell) => void]>([
  // Every character stays in the same cell.
  ['memory', (shell) => shell.print('a' + '\u0301'.repeat(8_000_000))],
  [
    'time',
    (shell) => {
      for (const pid of screenProcesses()) process.kill(pid, 'SIGSTOP');
      shell.print('x');
    },
  ],
])(
  'a screen that takes too much %s ends the shells of the session, and nothing else',
  async (_what, happens) => {
    const shell = await attached(1);
    happens(shell);
    await expect.poll(() => receivedBy(1).at(-1)?.type, { timeout: 60_000 }).toBe('exited');
    expect(shell.isClosed).toBe(true);
    received.clear();
    say(1, attach);
    await expect.poll(() => started).toHaveLength(2);
    started[1]!.print('fine');
    await expect.poll(() => JSON.stringify(receivedBy(1))).toContain('fine');
  },
  90_000,
);

test('a shell that prints nothing ends with its screen too', async () => {
  const shell = await attached(1);
  for (const pid of screenProcesses()) process.kill(pid, 'SIGKILL');
  await expect.poll(() => receivedBy(1).at(-1)).toEqual({ type: 'exited', shell: 0, code: null });
  expect([shell.isClosed, shell.closings, open]).toEqual([true, 1, 0]);
  received.clear();
  say(1, attach);
  await expect.poll(() => receivedBy(1).map(({ type }) => type)).toContain('screen');
  expect(started).toHaveLength(2);
});

test('a screen that is reached only after long is waited for, because machines may be busy', async () => {
  for (const pid of screenProcesses()) process.kill(pid, 'SIGSTOP');
  say(1, hello(), attach);
  await delay(12_000);
  expect(receivedBy(1).map(({ type }) => type)).toEqual(['welcome']);
  for (const pid of screenProcesses()) process.kill(pid, 'SIGCONT');
  await expect.poll(() => receivedBy(1).map(({ type }) => type)).toEqual(['welcome', 'screen']);
});

test('characters that mean nothing are shown as fast as text', async () => {
  const shell = await attached(1);
  const bytes = 120_000;
  shell.print(`${'\x7f'.repeat(bytes)}whole`);
  // Describing each of them would take longer.
  await expect.poll(() => outputOf(1), { timeout: 10_000 }).toContain('whole');
});

test('a request for files is passed on after hello, and not before', () => {
  const request = { kind: 'list', path: '' } as const;
  say(1, { type: 'file', number: 1, request });
  say(2, { type: 'hello', page: randomUUID() }, { type: 'file', number: 1, request });
  expect(askedForFiles).toEqual([2]);
});

test('a page that says hello again is not sent what the engine has again', () => {
  const page = randomUUID();
  say(1, hello(page));
  shells.show({
    type: 'engine',
    state: { containers: [], images: [], volumes: [], networks: [], isCut: false },
  });
  say(1, hello(page), hello(page));
  say(2, hello());
  expect(receivedBy(1).map(({ type }) => type)).toEqual(['welcome', 'engine', 'welcome', 'welcome']);
  expect(receivedBy(2).map(({ type }) => type)).toEqual(['welcome', 'engine']);
});

test('a shell is ended once, however often a page asks for it', async () => {
  const shell = await attached(1);
  const close: PageMessage = { type: 'close', shell: 0 };
  say(1, close, close, close);
  await expect.poll(() => open).toBe(0);
  expect(shell.closings).toBe(1);
});

test('shells are started only as fast as an engine can be asked to', async () => {
  await attached(1);
  const last = () => receivedBy(1).filter(({ type }) => type === 'exited').length;
  const startedAt = performance.now();
  for (let n = 1; n <= 10; n++) {
    say(1, { type: 'close', shell: 0 });
    await expect.poll(last).toBe(n);
    say(1, attach);
    await expect.poll(() => open).toBe(1);
  }
  await expect.poll(() => started.length).toBe(11);
  // Eight at once, and one more each second.
  expect(performance.now() - startedAt).toBeGreaterThan(1_500);
});

test('a page that asks for screens without pause is drawn what the budget of the shell allows', async () => {
  const shell = await attached(1);
  shell.print('x'.repeat(50_000));
  await expect.poll(() => outputOf(1).length).toBe(50_000);
  const until = performance.now() + 1_500;
  while (performance.now() < until) {
    say(1, attach);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const drawn = receivedBy(1).reduce(
    (sum, message) => sum + (message.type === 'screen' ? message.text.length : 0),
    0,
  );
  // What remains of the burst, a megabyte a second, and the screen that exceeds it.
  expect(drawn).toBeLessThan(2.2 * 2 ** 20);
  expect(drawn).toBeGreaterThan(100_000);
});
