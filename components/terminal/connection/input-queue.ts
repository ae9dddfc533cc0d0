import { terminalLimits } from '@dfm/contracts/terminal';

/** An input that can be sent. */
interface NumberedInput {
  shell: number;
  number: number;
  text: string;
}

/** `number` is undefined until the input is sent for the first time. */
type KeptInput = Omit<NumberedInput, 'number'> & { number: number | undefined };

/** Characters that are kept for a lost connection. A page that is never confirmed must not fill the memory. */
export const KEPT_LENGTH_MAX = 2 ** 20;

/**
 * What was typed, until the shells have confirmed it. Inputs are numbered when they are first sent, and keep
 * their number when they are sent again, so that none is typed twice.
 */
export class InputQueue {
  /** Oldest first: those that were sent, then those that were not. */
  #kept: KeptInput[] = [];
  /** How many of them were sent over the current connection. */
  #sent = 0;
  #lastNumber = 0;

  /**
   * Keeps a text of any length, in parts that fit into a message.
   *
   * @returns false if too much is kept already. Nothing is added then.
   */
  add(shell: number, text: string): boolean {
    const length = this.#kept.reduce((sum, input) => sum + input.text.length, text.length);
    if (length > KEPT_LENGTH_MAX) return false;
    const last = this.#kept.at(-1);
    if (
      last !== undefined &&
      last.number === undefined &&
      last.shell === shell &&
      last.text.length + text.length <= terminalLimits.inputLength
    )
      last.text += text;
    else for (const part of partsOf(text)) this.#kept.push({ shell, text: part, number: undefined });
    return true;
  }

  /** The next input for the current connection, which counts as sent. Undefined if there is none. */
  next(): NumberedInput | undefined {
    const input = this.#kept[this.#sent];
    if (input === undefined) return undefined;
    this.#sent += 1;
    input.number ??= this.#lastNumber += 1;
    return { ...input, number: input.number };
  }

  /** Forgets the inputs up to a number. */
  confirm(received: number): void {
    const rest = this.#kept.filter(({ number }) => number === undefined || number > received);
    this.#sent = Math.max(0, this.#sent - (this.#kept.length - rest.length));
    this.#kept = rest;
  }

  /** A new connection: everything after the number that the shells have received is sent again. */
  restart(received: number): void {
    this.confirm(received);
    this.#sent = 0;
  }

  /** Forgets what was typed into a shell that has ended. */
  drop(shell: number): void {
    this.#sent -= this.#kept.slice(0, this.#sent).filter((input) => input.shell === shell).length;
    this.#kept = this.#kept.filter((input) => input.shell !== shell);
  }
}

/** A character outside the basic plane is two code units, which stay together. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + terminalLimits.inputLength, text.length);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts;
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
