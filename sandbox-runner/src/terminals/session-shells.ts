import { setTimeout as delay } from 'node:timers/promises';
import type { EnvelopeToPage, EnvelopeToRunner, PageMessage, ShellMessage } from '@dfm/contracts/terminal';
import { TokenBucket } from '../clock/token-bucket.ts';
import type { TtySize } from '../engine/tty.ts';
import type { SandboxShell } from '../sandbox/sandbox.ts';
import { ScreenProcess } from './screen-process.ts';
import { Shell } from './shell.ts';
import { TypedInputs } from './typed-inputs.ts';

/** Shells that are started per second, and at once after a pause: the engine of the host works for each. */
const startsPerSecond = 1;
const startsAtOnce = 8;

export interface SessionShellsSetting {
  /** Starts a shell in the sandbox of the session. */
  start: (size: TtySize) => Promise<SandboxShell>;
  send: (envelope: EnvelopeToPage) => void;
  /** Called when a page has typed something, or a shell has printed something. */
  onUse: () => void;
  /** Called with what a page wants of the files. */
  onFile: (connection: number, message: Extract<PageMessage, { type: 'file' }>) => void;
  /** Called when a shell was opened (1) or has ended (-1). */
  onCount: (change: 1 | -1) => void;
}

interface Page {
  id: string;
  /** Its inputs are dropped until it is asked to send them again, because a program did not read those before. */
  isRefused: boolean;
}

/** The shells of a session, and what its pages say to them. */
export class SessionShells {
  readonly #setting: SessionShellsSetting;
  readonly #shells = new Map<number, Shell>();
  readonly #typed = new TypedInputs();
  readonly #starts = new TokenBucket(startsPerSecond, startsAtOnce);
  /** Pages that have said hello, by their connection. */
  readonly #pages = new Map<number, Page>();
  #screens = this.#startScreens();
  /** What every page is shown next to the shells: the newest message of each type. */
  readonly #shown = new Map<string, ShellMessage>();

  constructor(setting: SessionShellsSetting) {
    this.#setting = setting;
  }

  /** Handles what the site has passed on. */
  receive(envelope: EnvelopeToRunner): void {
    if ('isGone' in envelope) this.#forget(envelope.connection);
    else this.#handle(envelope.connection, envelope.message);
  }

  /** Forgets all pages. After a new connection to the site they have new numbers, and say hello again. */
  forgetPages(): void {
    for (const connection of this.#pages.keys()) this.#forget(connection);
  }

  /** Shows every page, also those that connect later, what is next to the shells. */
  show(message: Extract<ShellMessage, { type: 'engine' | 'lab' }>): void {
    this.#shown.set(message.type, message);
    for (const connection of this.#pages.keys()) this.#tell(connection, message);
  }

  /** Ends all shells. */
  async close(): Promise<void> {
    await Promise.all([...this.#shells.values()].map((shell) => shell.close()));
    this.#screens.end();
  }

  #forget(connection: number): void {
    this.#pages.delete(connection);
    for (const shell of this.#shells.values()) shell.detach(connection);
  }

  #handle(connection: number, message: PageMessage): void {
    if (message.type === 'hello') {
      const isNew = !this.#pages.has(connection);
      this.#pages.set(connection, { id: message.page, isRefused: false });
      this.#welcome(connection, message.page);
      // It may be a megabyte, and a page that asks again has it.
      if (isNew) for (const shown of this.#shown.values()) this.#tell(connection, shown);
      return;
    }
    const page = this.#pages.get(connection);
    if (page === undefined) return;
    if (message.type === 'file') return this.#setting.onFile(connection, message);
    const shell = this.#shells.get(message.shell);
    switch (message.type) {
      case 'attach':
        return this.#attach(connection, message);
      case 'input':
        return this.#type(connection, page, message);
      case 'resize':
        return shell?.resize(connection, message);
      case 'shown':
        return shell?.shown(connection, message.length);
      case 'clear':
        return shell?.clear();
      case 'close':
        return void shell?.close();
    }
  }

  #welcome(connection: number, page: string): void {
    const shells = [...this.#shells.keys()].toSorted((a, b) => a - b);
    this.#tell(connection, { type: 'welcome', shells, received: this.#typed.lastOf(page) });
  }

  #attach(
    connection: number,
    { shell: number, columns, rows }: Extract<PageMessage, { type: 'attach' }>,
  ): void {
    const size = { columns, rows };
    const shell = this.#shells.get(number) ?? this.#open(number, size);
    shell.resize(connection, size);
    shell.attach(connection, (message) =>
      this.#tell(connection, { ...message, shell: number } as ShellMessage),
    );
  }

  #open(number: number, size: TtySize): Shell {
    // It has ended if a program printed what takes a terminal too long or too much memory.
    if (this.#screens.hasEnded) this.#screens = this.#startScreens();
    const { onUse, onCount } = this.#setting;
    const start = (first: TtySize) => this.#start(first);
    const shell = new Shell({ number, size, screens: this.#screens, start, onOutput: onUse });
    this.#shells.set(number, shell);
    onCount(1);
    void shell.ended.then(() => this.#ended(number));
    return shell;
  }

  /** Its shells end with it, also those that print nothing: pages that connect would get no screen. */
  #startScreens(): ScreenProcess {
    return new ScreenProcess(() => {
      for (const shell of this.#shells.values()) void shell.close();
    });
  }

  async #start(size: TtySize): Promise<SandboxShell> {
    const waitMs = this.#starts.spend(1);
    if (waitMs > 0) await delay(waitMs);
    return this.#setting.start(size);
  }

  #ended(number: number): void {
    this.#shells.delete(number);
    this.#setting.onCount(-1);
  }

  #type(connection: number, page: Page, input: Extract<PageMessage, { type: 'input' }>): void {
    if (page.isRefused) return;
    const confirm = () => this.#tell(connection, { type: 'received', number: input.number });
    if (input.number <= this.#typed.lastOf(page.id)) return confirm();
    const shell = this.#shells.get(input.shell);
    const typing = shell === undefined ? Promise.resolve() : shell.type(input.text);
    if (shell !== undefined && typing === undefined) {
      page.isRefused = true;
      return void shell.allTyped.then(() => this.#takeAgain(connection, page));
    }
    this.#typed.record(page.id, input.number);
    this.#setting.onUse();
    void typing?.then(confirm);
  }

  #takeAgain(connection: number, page: Page): void {
    page.isRefused = false;
    this.#welcome(connection, page.id);
  }

  #tell(connection: number, message: ShellMessage): void {
    this.#setting.send({ connection, message });
  }
}
