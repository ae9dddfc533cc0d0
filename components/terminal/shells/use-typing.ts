import { useEffect, useState } from 'react';
import { TypedCommands } from './typed-commands.ts';

/** The commands that are being typed for the learner, in one shell at a time. */
class Typing {
  readonly #onShell: (shell: number | undefined) => void;
  #shell: number | undefined;
  #commands: TypedCommands | undefined;

  /** @param onShell called with the shell in which something is being typed, and without one at the end */
  constructor(onShell: (shell: number | undefined) => void) {
    this.#onShell = onShell;
  }

  begin(shell: number, commands: string, send: (text: string) => void): void {
    this.stop();
    this.#shell = shell;
    this.#commands = new TypedCommands(commands, send, () => this.stop());
    this.#onShell(shell);
  }

  /** A shell has printed something. */
  printed(shell: number, text: string): void {
    if (shell === this.#shell) this.#commands?.printed(text);
  }

  /** The learner types, everything is typed, or the shells are left. */
  stop(): void {
    this.#commands?.stop();
    this.#commands = undefined;
    this.#onShell(undefined);
  }
}

/**
 * Types commands for the learner as long as the component is shown.
 *
 * @returns also the shell in which something is being typed
 */
export function useTyping(): { typing: Typing; typingIn: number | undefined } {
  const [typingIn, setTypingIn] = useState<number>();
  const [typing] = useState(() => new Typing(setTypingIn));
  useEffect(() => () => typing.stop(), [typing]);
  return { typing, typingIn };
}
