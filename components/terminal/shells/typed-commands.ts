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
  readonly #lines: string[];
  #tail = '';
  #quiet: ReturnType<typeof setTimeout> | undefined;

  /** Types the first line. @param send types a text */
  constructor(commands: string, send: (text: string) => void) {
    this.#send = send;
    this.#lines = commands.trimEnd().split('\n');
    send(clearLine);
    this.#next();
  }

  /** The shell has printed something. */
  printed(text: string): void {
    clearTimeout(this.#quiet);
    this.#tail = (this.#tail + text).slice(-KEPT_LENGTH);
    // What was typed is shown first, up to the end of its line.
    if (this.#tail.includes('\n') && isAtPrompt(this.#tail))
      this.#quiet = setTimeout(() => this.#next(), QUIET_MS);
  }

  /** Types nothing more. */
  stop(): void {
    clearTimeout(this.#quiet);
    this.#lines.length = 0;
  }

  #next(): void {
    const line = this.#lines.shift();
    if (line === undefined) return;
    this.#tail = '';
    this.#send(`${line}\r`);
  }
}
