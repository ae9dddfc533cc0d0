import { isAtPrompt } from '@dfm/labs/at-prompt';

/** Ctrl E and Ctrl U: removes what is at the prompt. */
const clearLine = '\x05\x15';
/** Characters of output in which a prompt is looked for. */
const KEPT_LENGTH = 4_096;
/** How long nothing may follow a prompt, in ms. */
export const QUIET_MS = 60;

/** Commands that are typed at the prompt of a shell, each line once the shell or a program in it reads. */
export class TypedCommands {
  readonly #send: (text: string) => void;
  readonly #onDone: () => void;
  readonly #lines: string[];
  #tail = '';
  #isOver = false;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  /**
   * Types the first line.
   *
   * @param send types a text
   * @param onDone called when the prompt is back after the last line
   */
  constructor(commands: string, send: (text: string) => void, onDone: () => void) {
    this.#send = send;
    this.#onDone = onDone;
    this.#lines = commands.trimEnd().split('\n');
    send(clearLine);
    this.#next();
  }

  /** The shell has printed something. */
  printed(text: string): void {
    if (this.#isOver) return;
    clearTimeout(this.#quiet);
    this.#tail = (this.#tail + text).slice(-KEPT_LENGTH);
    // What was typed is shown first, up to the end of its line.
    if (this.#tail.includes('\n') && isAtPrompt(this.#tail))
      this.#quiet = setTimeout(() => this.#next(), QUIET_MS);
  }

  /** Types nothing more. */
  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#quiet);
  }

  #next(): void {
    const line = this.#lines.shift();
    if (line === undefined) {
      this.#isOver = true;
      return this.#onDone();
    }
    this.#tail = '';
    this.#send(`${line}\r`);
  }
}
