import { randomUUID } from 'node:crypto';
import { type PageMessage, type ShellMessage, terminalLimits } from '@dfm/contracts/terminal';
import { plainText } from '@dfm/contracts/terminal-text';
import { vi } from 'vitest';

/** Characters of output that a page keeps, so that a flood does not fill the memory of the tests. */
const keptLength = 2 ** 20;
const { inputLength } = terminalLimits;

/** A page of a terminal, without a display. It shows the first shell. */
export class TerminalPage {
  readonly id: string;
  /** Everything but output, oldest first. */
  readonly received: ShellMessage[] = [];
  /** The end of what was drawn, from the last screen on. */
  drawn = '';
  /** Characters of output that it has received. */
  outputLength = 0;
  readonly #isSlow: boolean;
  readonly #send: (message: PageMessage) => void;
  readonly #outputs = new Map<number, string>();
  #inputs = 0;
  #shown = 0;

  /** @param isSlow it does not show what it gets */
  constructor(id: string, isSlow: boolean, send: (message: PageMessage) => void) {
    this.id = id;
    this.#isSlow = isSlow;
    this.#send = send;
  }

  say(message: PageMessage): void {
    this.#send(message);
  }

  /** Whether it has received a message of this type. */
  has(type: ShellMessage['type']): boolean {
    return this.received.some((message) => message.type === type);
  }

  /** Shows the first shell, and waits for its screen. */
  async attach(size = { columns: 100, rows: 30 }): Promise<string> {
    const screens = () => this.received.filter(({ type }) => type === 'screen').length;
    const before = screens();
    this.say({ type: 'attach', shell: 0, ...size });
    await vi.waitUntil(() => screens() > before, { timeout: 60_000 });
    return this.drawn;
  }

  /** Types in the first shell. @returns the number of the last input */
  type(text: string): number {
    return this.typeIn(0, text);
  }

  /** @returns the number of the last input */
  typeIn(shell: number, text: string): number {
    for (let at = 0; at < text.length; at += inputLength) {
      this.#inputs += 1;
      this.say({ type: 'input', shell, number: this.#inputs, text: text.slice(at, at + inputLength) });
    }
    return this.#inputs;
  }

  /** What a shell other than the first has printed. */
  outputOf(shell: number): string {
    return this.#outputs.get(shell) ?? '';
  }

  /** Forgets what the other shells have printed, and the messages before now. */
  forget(): void {
    this.#outputs.clear();
    this.received.length = 0;
  }

  /** Enters a command at the prompt, and waits until it has ended. @returns what it printed */
  async run(command: string): Promise<string> {
    const [mark, half] = [randomUUID(), 8];
    // The terminal shows the command too, so the marks in it are split.
    const print = (what: string) => `echo ${mark.slice(0, half)}""${mark.slice(half)}${what}`;
    this.type(`${print('-begin')}; ${command}; ${print('-end')}:$?\r`);
    // A screen that was drawn before the prompt ends with a movement of the cursor instead of an empty line.
    const end = new RegExp(`${mark}-end:\\d+(?:\\r?\\n|\\x1b\\[1B)`);
    await vi.waitUntil(() => end.test(this.drawn), { timeout: 120_000, interval: 20 });
    const [before = ''] = this.drawn.split(end);
    return plainText(before.split(`${mark}-begin`).at(-1)!).replace(/^\n/, '');
  }

  receive(message: ShellMessage): void {
    if (message.type !== 'output') this.received.push(message);
    if (!('shell' in message)) return;
    if (message.shell !== 0) {
      if (message.type === 'output')
        this.#outputs.set(message.shell, this.outputOf(message.shell) + message.text);
      return;
    }
    if (message.type === 'screen') {
      this.drawn = message.text;
      this.#shown = 0;
    }
    if (message.type !== 'output') return;
    this.drawn = (this.drawn + message.text).slice(-keptLength);
    this.outputLength += message.text.length;
    this.#shown += message.text.length;
    if (!this.#isSlow) this.say({ type: 'shown', shell: 0, length: this.#shown });
  }
}
