import {
  type PageMessage,
  type ReceivedMessage,
  type SessionView,
  type ShellMessage,
  receivedMessageSchema,
  socketCloseCodes,
  terminalLimits,
} from '@dfm/contracts/terminal';
import type { ConnectionState, ScreenSize, ShellOutput, ShellState } from './connection-state.ts';
import { FileRequests } from './file-requests.ts';
import { InputQueue } from './input-queue.ts';
import { ShownReport } from './shown-report.ts';

/** What is used of a WebSocket. */
export type Socket = Pick<WebSocket, 'send' | 'close' | 'addEventListener'>;

interface Options {
  /** The same for all connections of the page, a UUID. */
  page: string;
  /** Opens a WebSocket to the session. */
  connect(): Socket;
  onSession(session: SessionView): void;
}

interface AttachedShell {
  size: ScreenSize;
  output: ShellOutput;
  shown: ShownReport;
  hasScreen: boolean;
}

/** Waiting time before the next attempt to connect, in ms. The last one is repeated. */
export const retryAfterMs = [0, 500, 1_000, 2_000, 5_000] as const;
/** A connection that lasts this long resets the waiting time. */
export const STABLE_MS = 5_000;
/** The site sends something every 10 s. */
export const SILENCE_MS = 25_000;
/** The site accepts 300 messages a second, from which reports of what is shown need a part. */
export const inputRate = { inputs: 15, perMs: 100 } as const;

/**
 * The connection of a page to the shells of its session. It survives lost connections: what is typed is kept
 * until the shells have confirmed it, and screens are requested again.
 */
export class TerminalConnection {
  /** The files of the session. */
  readonly files = new FileRequests((number, request) => this.#sendNow({ type: 'file', number, request }));
  readonly #options: Options;
  readonly #inputs = new InputQueue();
  readonly #attached = new Map<number, AttachedShell>();
  readonly #listeners = new Set<() => void>();
  #state: ConnectionState = {
    link: 'connecting',
    isRunnerConnected: undefined,
    isReady: false,
    wasReady: false,
    shells: new Map(),
    engine: undefined,
    lab: undefined,
  };
  #socket: Socket | undefined;
  #listening = new AbortController();
  #openedAt: number | undefined;
  #attempts = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #inputsLeft: number = inputRate.inputs;
  #refill: ReturnType<typeof setTimeout> | undefined;

  /** Connects at once. */
  constructor(options: Options) {
    this.#options = options;
    this.#connect();
  }

  readonly state = (): ConnectionState => this.#state;

  /** @param listener called after every change of the state */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Disconnects for good. */
  stop(): void {
    this.#disconnect();
    clearTimeout(this.#retry);
    clearTimeout(this.#refill);
    this.files.setConnected(false);
    for (const { shown } of this.#attached.values()) shown.stop();
    this.#listeners.clear();
  }

  /** Connects now if it waits to do so. */
  retryNow(): void {
    if (this.#retry === undefined) return;
    this.#stopWaiting();
    this.#connect();
  }

  /** Replaces the connection, because it may be dead without the browser having noticed. */
  reconnect(): void {
    if (this.#socket !== undefined) this.#lose();
  }

  /** Adds a shell, which starts when it is attached. @returns its number; undefined if there are enough */
  openShell(): number | undefined {
    for (let shell = 0; shell < terminalLimits.shells; shell += 1) {
      if (this.#state.shells.has(shell)) continue;
      this.#setShell(shell, { state: 'open' });
      return shell;
    }
    return undefined;
  }

  /**
   * Shows a shell from now on, in this size.
   *
   * @returns a function that stops showing it
   */
  attach(shell: number, size: ScreenSize, output: ShellOutput): () => void {
    const shown = new ShownReport((length) => this.#send({ type: 'shown', shell, length }));
    this.#attached.set(shell, { size, output, shown, hasScreen: false });
    this.#send({ type: 'attach', shell, ...size });
    return () => {
      shown.stop();
      this.#attached.delete(shell);
    };
  }

  /** The page shows a shell in a new size. */
  resize(shell: number, size: ScreenSize): void {
    const attached = this.#attached.get(shell);
    if (attached === undefined) return;
    attached.size = size;
    this.#send({ type: 'resize', shell, ...size });
  }

  /** @returns false if too much is waiting to be typed. The text is not kept then. */
  type(shell: number, text: string): boolean {
    if (text === '') return true;
    if (!this.#inputs.add(shell, text)) return false;
    this.#sendInputs();
    return true;
  }

  /** Removes what is above the line of the cursor, on all pages. Without a connection, nothing happens. */
  clearShell(shell: number): void {
    this.#send({ type: 'clear', shell });
  }

  /** Ends a shell, or removes one that has ended. Without a connection, nothing happens. */
  closeShell(shell: number): void {
    if (this.#state.shells.get(shell)?.state === 'exited') return this.#setShell(shell, undefined);
    if (!this.#state.isReady) return;
    this.#setShell(shell, { state: 'closing' });
    this.#send({ type: 'close', shell });
  }

  /** Starts a shell again that has ended. */
  restartShell(shell: number): void {
    const attached = this.#attached.get(shell);
    if (attached === undefined || this.#state.shells.get(shell)?.state !== 'exited') return;
    attached.hasScreen = false;
    this.#setShell(shell, { state: 'open' });
    this.#send({ type: 'attach', shell, ...attached.size });
  }

  #connect(): void {
    const socket = this.#options.connect();
    this.#socket = socket;
    this.#openedAt = undefined;
    this.#expectMessage();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    socket.addEventListener('open', () => this.#opened(), { signal });
    socket.addEventListener('message', ({ data }) => this.#received(data), { signal });
    socket.addEventListener('close', ({ code }) => this.#closed(code), { signal });
  }

  #opened(): void {
    this.#openedAt = Date.now();
    this.#set({ link: 'open' });
  }

  #received(data: unknown): void {
    this.#expectMessage();
    const message = receivedMessageSchema.safeParse(jsonOf(data));
    if (message.success) this.#receive(message.data);
  }

  #closed(code: number): void {
    if (code === socketCloseCodes.over) this.#closeForGood('over');
    else if (code === socketCloseCodes.signedOut) this.#closeForGood('signedOut');
    else this.#lose();
  }

  #disconnect(): void {
    clearTimeout(this.#silence);
    // A dead connection may report its end minutes later, when there is a new one.
    this.#listening.abort();
    this.#socket?.close();
    this.#socket = undefined;
  }

  #closeForGood(link: 'over' | 'signedOut'): void {
    this.#disconnect();
    this.#set({ link, isReady: false, isRunnerConnected: undefined });
  }

  #lose(): void {
    this.#disconnect();
    this.#set({ link: 'lost', isReady: false, isRunnerConnected: undefined });
    if (this.#openedAt !== undefined && Date.now() - this.#openedAt >= STABLE_MS) this.#attempts = 0;
    const delay = retryAfterMs[Math.min(this.#attempts, retryAfterMs.length - 1)]!;
    this.#attempts += 1;
    this.#retry = setTimeout(() => {
      this.#stopWaiting();
      this.#connect();
    }, delay);
  }

  #stopWaiting(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }

  #expectMessage(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lose(), SILENCE_MS);
  }

  #receive(message: ReceivedMessage): void {
    switch (message.type) {
      case 'session':
        return this.#options.onSession(message.session);
      case 'runner':
        this.#set({ isRunnerConnected: message.isConnected, isReady: false });
        // Every new connection of the runner needs it again.
        if (message.isConnected) this.#sendNow({ type: 'hello', page: this.#options.page });
        return;
      case 'welcome':
        return this.#welcome(message);
      case 'received':
        return this.#inputs.confirm(message.number);
      case 'exited':
        return this.#exited(message.shell, message.code);
      case 'engine':
        return this.#set({ engine: message.state });
      case 'file':
        return this.files.answered(message.number, message.answer);
      case 'lab':
        return this.#set({ lab: message });
      default:
        return this.#show(message);
    }
  }

  #show(message: Extract<ShellMessage, { type: 'screen' | 'output' | 'resized' }>): void {
    const attached = this.#attached.get(message.shell);
    if (attached === undefined) return;
    const { output, shown } = attached;
    if (message.type === 'resized') return output.resize(message);
    if (message.type === 'output') return output.write(message.text, shown.expect(message.text));
    attached.hasScreen = true;
    shown.startScreen();
    // Only output counts as shown, so nothing is expected of a screen.
    output.replace(message, message.text, shown.expect(''));
  }

  #welcome({ shells, received }: Extract<ShellMessage, { type: 'welcome' }>): void {
    this.#inputs.restart(received);
    for (const shell of shells)
      if (this.#state.shells.get(shell)?.state !== 'closing') this.#setShell(shell, { state: 'open' });
    for (const shell of this.#state.shells.keys())
      if (!shells.includes(shell) && this.#attached.get(shell)?.hasScreen) this.#exited(shell, null);
    if (this.#state.shells.size === 0 && !this.#state.wasReady) this.openShell();
    this.#set({ isReady: true, wasReady: true });
    for (const [shell, { size }] of this.#attached) {
      const state = this.#state.shells.get(shell)?.state;
      if (state === 'open') this.#send({ type: 'attach', shell, ...size });
      if (state === 'closing') this.#send({ type: 'close', shell });
    }
    this.#sendInputs();
  }

  #exited(shell: number, code: number | null): void {
    const known = this.#state.shells.get(shell);
    if (known === undefined || known.state === 'exited') return;
    this.#inputs.drop(shell);
    this.#setShell(shell, known.state === 'closing' ? undefined : { state: 'exited', code });
  }

  /** Without a connection, the message is not needed: a new one begins with the screens. */
  #send(message: PageMessage): void {
    if (this.#state.isReady) this.#sendNow(message);
  }

  #sendNow(message: PageMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #sendInputs(): void {
    while (this.#state.isReady && this.#inputsLeft > 0) {
      const input = this.#inputs.next();
      if (input === undefined) return;
      this.#sendNow({ type: 'input', ...input });
      this.#inputsLeft -= 1;
      this.#refill ??= setTimeout(() => {
        this.#refill = undefined;
        this.#inputsLeft = inputRate.inputs;
        this.#sendInputs();
      }, inputRate.perMs);
    }
  }

  #setShell(shell: number, state: ShellState | undefined): void {
    const shells = new Map(this.#state.shells);
    if (state === undefined) shells.delete(shell);
    else shells.set(shell, state);
    this.#set({ shells });
  }

  #set(changes: Partial<ConnectionState>): void {
    this.#state = { ...this.#state, ...changes };
    if (changes.isReady !== undefined) this.files.setConnected(changes.isReady);
    for (const listener of this.#listeners) listener();
  }
}

function jsonOf(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
