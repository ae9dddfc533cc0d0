import { type ShellMessage, terminalLimits } from '@dfm/contracts/terminal';
import type { TtySize } from '../engine/tty.ts';

/** A message about a shell, without its number. */
export type ViewMessage =
  Extract<ShellMessage, { shell: number }> extends infer Message
    ? Message extends unknown
      ? Omit<Message, 'shell'>
      : never
    : never;

/**
 * What one page is sent of a shell. A page that does not show what it gets is sent no more until it has
 * caught up, and then the newest screen. So nothing is stored for a slow page.
 */
export class Viewer {
  readonly #send: (message: ViewMessage) => void;
  #sentLength = 0;
  #shownLength = 0;
  /** It has missed output, or has not been sent a screen yet. */
  #isBehind = true;

  constructor(send: (message: ViewMessage) => void) {
    this.#send = send;
  }

  /** Sends the current screen. Lengths are counted from here. */
  screen(text: string, size: TtySize): void {
    this.#sentLength = 0;
    this.#shownLength = 0;
    this.#isBehind = false;
    this.#send({ type: 'screen', ...size, text });
  }

  output(text: string): void {
    this.#isBehind ||= this.#sentLength - this.#shownLength + text.length > terminalLimits.unshownLength;
    if (this.#isBehind) return;
    this.#sentLength += text.length;
    this.#send({ type: 'output', text });
  }

  /** Sends a message that is not part of the output. */
  tell(message: ViewMessage): void {
    this.#send(message);
  }

  /**
   * Records what the page has shown.
   *
   * @param length characters since the last screen
   * @returns whether it has missed output and is now ready for the newest screen
   */
  shown(length: number): boolean {
    this.#shownLength = Math.min(Math.max(length, this.#shownLength), this.#sentLength);
    return this.#isBehind && this.#shownLength === this.#sentLength;
  }
}
