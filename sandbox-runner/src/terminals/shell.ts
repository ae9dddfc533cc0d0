import { setTimeout as delay } from 'node:timers/promises';
import { TokenBucket } from '../clock/token-bucket.ts';
import type { TtySize } from '../engine/tty.ts';
import type { SandboxShell } from '../sandbox/sandbox.ts';
import type { ScreenProcess } from './screen-process.ts';
import { type ViewMessage, Viewer } from './viewer.ts';

/** Output of a shell that is read per second, and at once after a pause. Screens and sizes count like output. */
const bytesPerSecond = 2 ** 20;
const burstBytes = 2 ** 18;
/** Output is shown in pieces of this size, so that a piece is a fraction of what may be on the way to a page. */
const pieceBytes = 2 ** 14;
/** A fifth of a processor for one shell, whatever it prints. */
const bytesPerProcessorMs = (5 * bytesPerSecond) / 1_000;
/** Characters that may wait because a program does not read them. A page may paste the same. */
const maxWaitingLength = 2 ** 18;
/** Time between two screens for the same page. */
const screenPauseMs = 100;
/** How long a shell and its processes may take to end before it is given up. */
const closingMs = 5_000;

export interface ShellSetting {
  number: number;
  size: TtySize;
  screens: ScreenProcess;
  /** Starts it in the sandbox. */
  start: (size: TtySize) => Promise<SandboxShell>;
  /** Called when something was printed. */
  onOutput: () => void;
}

interface View {
  viewer: Viewer;
  /** A screen is being drawn for it. */
  isDrawing: boolean;
}

/**
 * A shell: a program with a terminal in the sandbox, the state of its screen, and the pages that show it. Its
 * output is never held up by a page, only by the limit of its own rate.
 */
export class Shell {
  /** Resolves with its exit code when it has ended; null if that is not known. */
  readonly ended: Promise<number | null>;
  readonly #setting: ShellSetting;
  readonly #started: Promise<SandboxShell>;
  readonly #views = new Map<number, View>();
  readonly #closing = new AbortController();
  readonly #budget = new TokenBucket(bytesPerSecond, burstBytes);
  #closed: Promise<void> | undefined;
  /** Pages see output and screens in the order in which the screen process has handled them. */
  #turn: Promise<unknown> = Promise.resolve();
  /** The size of the screen, and the size that it is to have. */
  #fitted: TtySize;
  #size: TtySize;
  #sizedBy: number | undefined;
  #isSizing = false;
  #waitingLength = 0;
  #lastTyping: Promise<void> = Promise.resolve();

  constructor(setting: ShellSetting) {
    this.#setting = setting;
    this.#fitted = this.#size = setting.size;
    this.#started = setting.start(setting.size);
    this.ended = this.#run();
  }

  /**
   * Shows the shell to a page from now on, beginning with its screen.
   *
   * @param connection of the page
   */
  attach(connection: number, send: (message: ViewMessage) => void): void {
    if (!this.#views.has(connection))
      this.#views.set(connection, { viewer: new Viewer(send), isDrawing: false });
    void this.#draw(connection, 0);
  }

  detach(connection: number): void {
    this.#views.delete(connection);
  }

  shown(connection: number, length: number): void {
    if (this.#views.get(connection)?.viewer.shown(length) === true)
      void this.#draw(connection, screenPauseMs);
  }

  /** The page that sets the size last decides it. */
  resize(connection: number, { columns, rows }: TtySize): void {
    if (this.#size.columns === columns && this.#size.rows === rows) return;
    this.#size = { columns, rows };
    this.#sizedBy = connection;
    if (!this.#isSizing) void this.#fit();
  }

  /**
   * Types something.
   *
   * @returns resolves when it has been passed on; undefined if it is not typed, because the program does not
   *   read what was typed before
   */
  type(text: string): Promise<void> | undefined {
    if (this.#waitingLength + text.length > maxWaitingLength) return undefined;
    this.#waitingLength += text.length;
    this.#lastTyping = this.#started
      .then((shell) => shell.write(text))
      .catch(() => undefined)
      .finally(() => (this.#waitingLength -= text.length));
    return this.#lastTyping;
  }

  /** Resolves when everything that was typed until now has been passed on. */
  get allTyped(): Promise<void> {
    return this.#lastTyping;
  }

  /** Removes what is above the line of the cursor. */
  clear(): void {
    const { number, screens } = this.#setting;
    void this.#inTurn(async () => {
      const reply = await screens.call({ kind: 'clear', shell: number });
      if (reply?.text) for (const { viewer } of this.#views.values()) viewer.output(reply.text);
    });
  }

  /** Ends the shell and everything that was started in it. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    const shell = await this.#started.catch(() => undefined);
    await shell?.close().catch(() => undefined);
    await Promise.race([this.ended, delay(closingMs, undefined, { ref: false })]);
    shell?.disconnect();
  }

  async #run(): Promise<number | null> {
    const { number, screens, size } = this.#setting;
    void screens.call({ kind: 'open', shell: number, ...size });
    let code: number | null = null;
    try {
      const shell = await this.#started;
      await this.#read(shell);
      if (!screens.hasEnded) code = await shell.exitCode();
      shell.disconnect();
    } catch {
      // It could not be started, or its sandbox has ended.
    }
    await this.#inTurn(() => screens.call({ kind: 'close', shell: number }));
    for (const { viewer } of this.#views.values()) viewer.tell({ type: 'exited', code });
    return code;
  }

  /** Reads the output to its end, and shows it as long as there is a screen. */
  async #read({ output }: SandboxShell): Promise<void> {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const { signal } = this.#closing;
    for await (const bytes of output) {
      for (let at = 0; at < bytes.length && !signal.aborted; at += pieceBytes) {
        const piece = bytes.subarray(at, at + pieceBytes);
        const text = decoder.decode(piece, { stream: true });
        const usedMs = await this.#inTurn(() => this.#show(text));
        if (usedMs === undefined) break;
        await this.#spend(piece.length, usedMs);
      }
    }
  }

  /** Waits until what was shown before is paid for. */
  async #spend(bytes: number, usedMs: number): Promise<void> {
    const waitMs = this.#budget.spend(Math.max(bytes, usedMs * bytesPerProcessorMs));
    const { signal } = this.#closing;
    if (waitMs > 0) await delay(waitMs, undefined, { signal }).catch(() => undefined);
  }

  /** @returns the processor time of the screen; undefined if there is no screen any more */
  async #show(text: string): Promise<number | undefined> {
    const { number, screens, onOutput } = this.#setting;
    const reply = await screens.call({ kind: 'write', shell: number, text });
    if (reply === undefined) return undefined;
    onOutput();
    if (reply.text !== '') void this.type(reply.text);
    for (const { viewer } of this.#views.values()) viewer.output(text);
    return reply.usedMs;
  }

  async #draw(connection: number, pauseMs: number): Promise<void> {
    const view = this.#views.get(connection);
    if (view === undefined || view.isDrawing) return;
    view.isDrawing = true;
    await delay(pauseMs);
    await this.#inTurn(async () => {
      await this.#spend(0, 0);
      const reply = await this.#setting.screens.call({ kind: 'draw', shell: this.#setting.number });
      if (!reply) return;
      this.#budget.spend(Math.max(reply.text.length, reply.usedMs * bytesPerProcessorMs));
      view.viewer.screen(reply.text, this.#fitted);
    });
    view.isDrawing = false;
  }

  /** Applies the newest size, one change at a time. */
  async #fit(): Promise<void> {
    this.#isSizing = true;
    while (this.#fitted !== this.#size) {
      const next = this.#size;
      let usedMs = 0;
      await this.#inTurn(async () => {
        const reply = await this.#setting.screens.call({
          kind: 'resize',
          shell: this.#setting.number,
          ...next,
        });
        usedMs = reply?.usedMs ?? 0;
        this.#fitted = next;
        for (const [connection, { viewer }] of this.#views)
          if (connection !== this.#sizedBy) viewer.tell({ type: 'resized', ...next });
      });
      await this.#started.then((shell) => shell.resize({ ...next })).catch(() => undefined);
      await this.#spend(0, usedMs);
    }
    this.#isSizing = false;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
