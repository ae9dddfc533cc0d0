import { terminalLimits } from '@dfm/contracts/terminal';
import { ignoreRepetitions } from '@dfm/contracts/terminal-repetitions';
// oxlint-disable-next-line import/default -- a CommonJS module, whose exports are its default
import serialize from '@xterm/addon-serialize';
import headless, { type ITerminalAddon } from '@xterm/headless';
import type { TtySize } from '../engine/tty.ts';
import { boundMarks } from './bounded-marks.ts';
import { BoundedStrings } from './bounded-strings.ts';

/** A call of `ScreenProcess`. Calls are answered in order. */
export type ScreenCall = { shell: number } & (
  | ({ kind: 'open' | 'resize' } & TtySize)
  | { kind: 'write'; text: string }
  | { kind: 'draw' | 'clear' | 'close' }
);

export interface ScreenReply {
  /**
   * For `write`, what the terminal answers to queries of programs; for `draw`, the screen; for `clear`, what
   * clears it in a page; otherwise empty.
   */
  text: string;
  /** Processor time of this process since the last reply, in milliseconds. */
  usedMs: number;
}

/** Bytes of an envelope around a screen. */
const envelopeBytes = 1_024;

/**
 * The state of a shell's terminal. It answers the queries of programs, because pages, which could do it too,
 * come and go.
 */
class Screen {
  readonly #terminal: headless.Terminal;
  readonly #serializer = new serialize.SerializeAddon();
  readonly #strings = new BoundedStrings();
  #answers = '';
  #isCursorHidden = false;
  /** Whether reports of the mouse are text (SGR), which is all that pages send. */
  #hasTextReports = false;

  constructor({ columns, rows }: TtySize) {
    const { scrollback } = terminalLimits;
    this.#terminal = new headless.Terminal({
      cols: columns,
      rows,
      scrollback,
      allowProposedApi: true,
      // It would describe every character that it cannot interpret, which takes a thousand times as long.
      logLevel: 'off',
    });
    // The add-on's type names the terminal of pages; it uses what both have.
    this.#terminal.loadAddon(this.#serializer as unknown as ITerminalAddon);
    this.#terminal.onData((text) => (this.#answers += text));
    boundMarks(this.#terminal);
    ignoreRepetitions(this.#terminal);
    const { parser } = this.#terminal;
    // The add-on leaves these modes out.
    const setsModes = (isOn: boolean) => (modes: (number | number[])[]) => {
      if (modes.includes(25)) this.#isCursorHidden = !isOn;
      if (modes.includes(1006)) this.#hasTextReports = isOn;
      return false;
    };
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, setsModes(true));
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, setsModes(false));
    // Links and titles, of which it would store any number and length, are not part of the screen.
    for (const code of [0, 1, 2, 8]) parser.registerOscHandler(code, () => true);
  }

  async write(text: string): Promise<string> {
    await new Promise<void>((resolve) => this.#terminal.write(this.#strings.pass(text), resolve));
    const answers = this.#answers;
    this.#answers = '';
    return answers;
  }

  resize({ columns, rows }: TtySize): void {
    this.#terminal.resize(columns, rows);
  }

  /**
   * Text that draws the screen in an empty terminal of the same size, with as much of the lines above it as
   * fits.
   */
  draw(): string {
    for (let lines: number = terminalLimits.scrollback; lines >= 1; lines /= 4) {
      const text = this.#textOf(Math.floor(lines));
      if (Buffer.byteLength(JSON.stringify(text)) <= terminalLimits.messageBytes - envelopeBytes) return text;
    }
    return '';
  }

  /**
   * Removes everything above the line of the cursor, unless a program uses the whole screen.
   *
   * @returns text that does the same in another terminal with the same content
   */
  async clear(): Promise<string> {
    const { type, cursorX, cursorY } = this.#terminal.buffer.active;
    if (type === 'alternate') return '';
    // The line moves to the top, without leaving anything in the lines above the screen.
    const text = `${'\x1b[S'.repeat(cursorY)}\x1b[1;${cursorX + 1}H\x1b[3J`;
    await this.write(text);
    return text;
  }

  #textOf(scrollback: number): string {
    const modes = `${this.#isCursorHidden ? '\x1b[?25l' : ''}${this.#hasTextReports ? '\x1b[?1006h' : ''}`;
    return this.#serializer.serialize({ scrollback }) + modes;
  }

  close(): void {
    this.#terminal.dispose();
  }
}

const screens = new Map<number, Screen>();

async function answer(call: ScreenCall): Promise<string> {
  if (call.kind === 'open') {
    screens.set(call.shell, new Screen(call));
    return '';
  }
  const screen = screens.get(call.shell);
  switch (call.kind) {
    case 'write':
      return (await screen?.write(call.text)) ?? '';
    case 'draw':
      return screen?.draw() ?? '';
    case 'clear':
      return (await screen?.clear()) ?? '';
    case 'resize':
      screen?.resize(call);
      return '';
    case 'close':
      screen?.close();
      screens.delete(call.shell);
      return '';
  }
}

async function reply(call: ScreenCall): Promise<void> {
  const text = await answer(call);
  const { user, system } = process.cpuUsage(before);
  before = process.cpuUsage();
  process.send!({ text, usedMs: (user + system) / 1_000 } satisfies ScreenReply);
}

let before = process.cpuUsage();
let turn = Promise.resolve();
process.on('message', (call: ScreenCall) => {
  turn = turn.then(() => reply(call));
});
process.on('disconnect', () => process.exit());
