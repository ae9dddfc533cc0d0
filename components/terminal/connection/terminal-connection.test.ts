import {
  type PageMessage,
  type ReceivedMessage,
  type SessionView,
  pageMessageSchema,
  socketCloseCodes,
  terminalLimits,
} from '@dfm/contracts/terminal';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ScreenSize, ShellOutput } from './connection-state.ts';
import { newPageId } from './page-id.ts';
import { reportAfter } from './shown-report.ts';
import {
  SILENCE_MS,
  STABLE_MS,
  type Socket,
  TerminalConnection,
  inputRate,
  retryAfterMs,
} from './terminal-connection.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const size: ScreenSize = { columns: 80, rows: 24 };

/** The other end of a WebSocket: what the page sent, and what the site does. */
class TestSocket extends EventTarget implements Socket {
  readonly sent: PageMessage[] = [];
  isClosed = false;

  send(data: unknown): void {
    this.sent.push(pageMessageSchema.parse(JSON.parse(String(data))));
  }
  close(): void {
    this.isClosed = true;
  }
  open(): void {
    this.dispatchEvent(new Event('open'));
  }
  receive(message: ReceivedMessage | { type: 'news' }): void {
    this.receiveText(JSON.stringify(message));
  }
  receiveText(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  end(code = 1006): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
  /** The site has a runner, whose shells answer the page. */
  welcome({ shells = [], received = 0 }: { shells?: number[]; received?: number } = {}): void {
    this.open();
    this.receive({ type: 'runner', isConnected: true });
    this.receive({ type: 'welcome', shells, received });
  }
  of<Type extends PageMessage['type']>(type: Type) {
    return this.sent.filter((message) => message.type === type);
  }
  typed(): string[] {
    return this.sent.flatMap((message) => (message.type === 'input' ? [message.text] : []));
  }
}

/** A screen that shows everything at once. */
class TestScreen implements ShellOutput {
  readonly shown: string[] = [];
  replace({ columns, rows }: ScreenSize, text: string, onShown: () => void): void {
    this.shown.push(`screen ${columns}x${rows}: ${text}`);
    onShown();
  }
  write(text: string, onShown: () => void): void {
    this.shown.push(text);
    onShown();
  }
  resize({ columns, rows }: ScreenSize): void {
    this.shown.push(`${columns}x${rows}`);
  }
}

function open() {
  const sockets: TestSocket[] = [];
  const sessions: SessionView[] = [];
  const connection = new TerminalConnection({
    page: newPageId(),
    connect: () => {
      sockets.push(new TestSocket());
      return sockets.at(-1)!;
    },
    onSession: (session) => sessions.push(session),
  });
  return { connection, sockets, sessions, socket: () => sockets.at(-1)! };
}

/** A connection with one shell on a screen. */
function openShown() {
  const opened = open();
  const screen = new TestScreen();
  opened.socket().welcome();
  opened.connection.attach(0, size, screen);
  opened.socket().receive({ type: 'screen', shell: 0, ...size, text: '$ ' });
  return { ...opened, screen };
}

test('a page says hello once there is a runner, and starts a first shell', () => {
  const { connection, socket } = open();
  socket().open();
  socket().receive({ type: 'runner', isConnected: false });
  expect(socket().sent).toEqual([]);
  socket().receive({ type: 'runner', isConnected: true });
  expect(socket().sent.map(({ type }) => type)).toEqual(['hello']);
  expect(connection.state()).toMatchObject({ link: 'open', isReady: false });
  socket().receive({ type: 'welcome', shells: [], received: 0 });
  expect(connection.state().isReady).toBe(true);
  expect([...connection.state().shells.keys()]).toEqual([0]);
  connection.attach(0, size, new TestScreen());
  expect(socket().of('attach')).toEqual([{ type: 'attach', shell: 0, ...size }]);
});

test('shells that exist are shown, and none is started', () => {
  const { connection, socket } = open();
  socket().welcome({ shells: [1, 3] });
  expect([...connection.state().shells.keys()]).toEqual([1, 3]);
  expect(socket().of('attach')).toEqual([]);
});

test('a shell that is attached before the connection is ready gets its screen', () => {
  const { connection, socket } = open();
  socket().open();
  connection.attach(0, size, new TestScreen());
  expect(socket().sent).toEqual([]);
  socket().welcome({ shells: [0] });
  expect(socket().of('attach')).toHaveLength(1);
});

test('screens, output and sizes are shown in order', () => {
  const { socket, screen } = openShown();
  socket().receive({ type: 'output', shell: 0, text: 'ls' });
  socket().receive({ type: 'resized', shell: 0, columns: 100, rows: 30 });
  socket().receive({ type: 'output', shell: 1, text: 'of a shell that is not shown' });
  expect(screen.shown).toEqual(['screen 80x24: $ ', 'ls', '100x30']);
});

test('only output counts as shown', () => {
  const { socket } = openShown();
  socket().receive({ type: 'output', shell: 0, text: 'abc' });
  vi.advanceTimersByTime(reportAfter.ms);
  expect(socket().of('shown')).toEqual([{ type: 'shown', shell: 0, length: 3 }]);
  socket().receive({ type: 'screen', shell: 0, ...size, text: 'much longer' });
  socket().receive({ type: 'output', shell: 0, text: 'd' });
  vi.advanceTimersByTime(reportAfter.ms);
  expect(socket().of('shown').at(-1)).toEqual({ type: 'shown', shell: 0, length: 1 });
});

test('inputs are numbered, and sent again after a lost connection if they were not received', () => {
  const { connection, sockets, socket } = openShown();
  for (const key of 'abc') connection.type(0, key);
  socket().receive({ type: 'received', number: 1 });
  socket().end();
  connection.type(0, 'd');
  connection.type(0, 'e');
  expect(connection.state()).toMatchObject({ link: 'lost', isReady: false });
  vi.advanceTimersByTime(0);
  expect(sockets).toHaveLength(2);
  socket().welcome({ shells: [0], received: 2 });
  expect(socket().sent.filter(({ type }) => type !== 'hello')).toEqual([
    { type: 'attach', shell: 0, ...size },
    { type: 'input', shell: 0, number: 3, text: 'c' },
    { type: 'input', shell: 0, number: 4, text: 'de' },
  ]);
});

test('inputs that were refused are sent again when the shells say so', () => {
  const { connection, socket } = openShown();
  for (const key of 'abc') connection.type(0, key);
  const before = socket().sent.length;
  socket().receive({ type: 'welcome', shells: [0], received: 1 });
  expect(socket().sent.slice(before)).toEqual([
    { type: 'attach', shell: 0, ...size },
    { type: 'input', shell: 0, number: 2, text: 'b' },
    { type: 'input', shell: 0, number: 3, text: 'c' },
  ]);
});

test('every connection says hello as the same page', () => {
  const { sockets, socket } = openShown();
  socket().end();
  vi.advanceTimersByTime(0);
  socket().welcome();
  const pages = sockets.flatMap((each) => each.of('hello').map((hello) => 'page' in hello && hello.page));
  expect(pages).toHaveLength(2);
  expect(new Set(pages).size).toBe(1);
});

test('while the runner is restarted, what is typed is kept', () => {
  const { connection, socket } = openShown();
  socket().receive({ type: 'runner', isConnected: false });
  connection.type(0, 'a');
  expect(socket().typed()).toEqual([]);
  expect(connection.state()).toMatchObject({ link: 'open', isReady: false, isRunnerConnected: false });
  socket().receive({ type: 'runner', isConnected: true });
  expect(socket().typed(), 'before the answer to hello').toEqual([]);
  socket().receive({ type: 'welcome', shells: [0], received: 0 });
  expect(socket().of('hello')).toHaveLength(2);
  expect(socket().typed()).toEqual(['a']);
});

test('a long paste is sent no faster than the site accepts', () => {
  const { connection, socket } = openShown();
  const text = 'x'.repeat(terminalLimits.inputLength * inputRate.inputs * 2);
  connection.type(0, text);
  expect(socket().typed()).toHaveLength(inputRate.inputs);
  connection.type(0, 'y');
  expect(socket().typed()).toHaveLength(inputRate.inputs);
  vi.advanceTimersByTime(inputRate.perMs);
  expect(socket().typed()).toHaveLength(inputRate.inputs * 2);
  vi.advanceTimersByTime(inputRate.perMs);
  expect(socket().typed().join('')).toBe(`${text}y`);
});

test('it connects again at once, then less and less often, until a connection has lasted', () => {
  const { sockets, socket } = open();
  const attempts: number[] = [];
  for (const _ of [1, 2, 3, 4, 5, 6, 7]) {
    const before = sockets.length;
    socket().open();
    socket().end();
    let waited = 0;
    for (; sockets.length === before; waited += 250) vi.advanceTimersByTime(waited === 0 ? 0 : 250);
    attempts.push(waited - 250);
  }
  expect(attempts).toEqual([...retryAfterMs, retryAfterMs.at(-1), retryAfterMs.at(-1)]);

  socket().open();
  vi.advanceTimersByTime(STABLE_MS);
  socket().end();
  const before = sockets.length;
  vi.advanceTimersByTime(0);
  expect(sockets).toHaveLength(before + 1);
});

test('it connects at once when the browser is online again', () => {
  const { connection, sockets, socket } = open();
  for (const _ of retryAfterMs) {
    socket().end();
    connection.retryNow();
  }
  expect(sockets).toHaveLength(retryAfterMs.length + 1);
  connection.retryNow();
  expect(sockets, 'not while it is connecting').toHaveLength(retryAfterMs.length + 1);
  vi.advanceTimersByTime(10_000);
  expect(sockets, 'not a second time').toHaveLength(retryAfterMs.length + 1);
});

test('a connection that has become silent is replaced, and its late end changes nothing', () => {
  const { connection, sockets, socket } = openShown();
  vi.advanceTimersByTime(SILENCE_MS - 1);
  socket().receive({ type: 'received', number: 0 });
  vi.advanceTimersByTime(SILENCE_MS - 1);
  expect(sockets).toHaveLength(1);
  vi.advanceTimersByTime(1);
  vi.advanceTimersByTime(1);
  expect(sockets).toHaveLength(2);
  expect(sockets[0]!.isClosed).toBe(true);
  socket().welcome({ shells: [0] });
  sockets[0]!.end(socketCloseCodes.over);
  expect(connection.state().link).toBe('open');
});

test.each([
  ['over', socketCloseCodes.over],
  ['signedOut', socketCloseCodes.signedOut],
] as const)('it does not connect again when the site says: %s', (link, code) => {
  const { connection, sockets, socket } = openShown();
  socket().end(code);
  vi.advanceTimersByTime(60_000);
  connection.retryNow();
  expect(sockets).toHaveLength(1);
  expect(connection.state()).toMatchObject({ link, isReady: false });
});

test('near miss: a message that the site refused does not end the session', () => {
  const { sockets, socket } = openShown();
  socket().end(socketCloseCodes.refused);
  vi.advanceTimersByTime(0);
  expect(sockets).toHaveLength(2);
});

test('what is not a message of the site is ignored', () => {
  const { connection, socket, screen } = openShown();
  const before = connection.state();
  socket().receiveText('{');
  socket().receive({ type: 'news' });
  socket().receive({ type: 'output', shell: 99, text: 'x' });
  socket().receive({ type: 'output', shell: 0, text: 7 as never });
  expect(connection.state()).toBe(before);
  expect(screen.shown).toHaveLength(1);
  socket().receive({ type: 'output', shell: 0, text: 'x' });
  expect(screen.shown.at(-1)).toBe('x');
});

test('what the site reports about the session is passed on', () => {
  const { socket, sessions } = open();
  socket().open();
  socket().receive({ type: 'session', session: { id: 'a', state: 'waiting', place: 2 } });
  expect(sessions).toEqual([{ id: 'a', state: 'waiting', place: 2 }]);
});

test('shells are opened up to the limit, with the lowest number that is free', () => {
  const { connection, socket } = open();
  socket().welcome({ shells: [0, 2] });
  expect([connection.openShell(), connection.openShell(), connection.openShell()]).toEqual([1, 3, undefined]);
});

test('a shell that has ended stays until Enter starts a new one', () => {
  const { connection, socket } = openShown();
  socket().receive({ type: 'exited', shell: 0, code: 130 });
  expect(connection.state().shells.get(0)).toEqual({ state: 'exited', code: 130 });
  connection.restartShell(0);
  expect(connection.state().shells.get(0)).toEqual({ state: 'open' });
  expect(socket().of('attach')).toHaveLength(2);
  connection.restartShell(0);
  expect(socket().of('attach'), 'only once').toHaveLength(2);
});

test('a reconnect does not start a shell that has ended', () => {
  const { connection, socket } = openShown();
  socket().receive({ type: 'exited', shell: 0, code: 0 });
  socket().end();
  vi.advanceTimersByTime(0);
  socket().welcome();
  expect(socket().of('attach')).toEqual([]);
  expect(connection.state().shells.get(0)?.state).toBe('exited');
});

test('a shell that ended while the page was not connected is shown as ended', () => {
  const { connection, socket } = openShown();
  connection.type(0, 'exit\r');
  socket().end();
  vi.advanceTimersByTime(0);
  socket().welcome({ received: 1 });
  expect(connection.state().shells.get(0)).toEqual({ state: 'exited', code: null });
  expect(socket().of('attach')).toEqual([]);
});

test('clearing a shell is for the runner, and without a connection nothing happens', () => {
  const { connection, socket } = openShown();
  connection.clearShell(0);
  expect(socket().of('clear')).toEqual([{ type: 'clear', shell: 0 }]);
  socket().end();
  connection.clearShell(0);
  vi.advanceTimersByTime(0);
  socket().welcome({ shells: [0] });
  expect(socket().of('clear')).toEqual([]);
});

test('closing a shell removes it once it has ended, whatever its exit code', () => {
  const { connection, socket } = openShown();
  connection.closeShell(0);
  expect(socket().of('close')).toEqual([{ type: 'close', shell: 0 }]);
  expect(connection.state().shells.get(0)).toEqual({ state: 'closing' });
  socket().end();
  vi.advanceTimersByTime(0);
  socket().welcome({ shells: [0] });
  expect(socket().of('close'), 'again, because it still exists').toHaveLength(1);
  socket().receive({ type: 'exited', shell: 0, code: 129 });
  expect(connection.state().shells.size).toBe(0);
});

test('nothing happens after it was stopped', () => {
  const { connection, sockets, socket } = openShown();
  const changed = vi.fn<() => void>();
  connection.subscribe(changed);
  connection.stop();
  socket().end();
  vi.advanceTimersByTime(60_000);
  expect(sockets).toHaveLength(1);
  expect(socket().isClosed).toBe(true);
  expect(changed).not.toHaveBeenCalled();
});
