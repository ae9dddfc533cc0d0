import { useEffect, useState } from 'react';
import { TypedCommands } from './typed-commands.ts';

/** The commands that are being typed for the learner, in one shell at a time. */
class Typing {
  #shell: number | undefined;
  #commands: TypedCommands | undefined;

  begin(shell: number, commands: string, send: (text: string) => void): void {
    this.stop();
    this.#shell = shell;
    this.#commands = new TypedCommands(commands, send);
  }

  /** A shell has printed something. */
  printed(shell: number, text: string): void {
    if (shell === this.#shell) this.#commands?.printed(text);
  }

  /** The learner types, or the shells are left. */
  stop(): void {
    this.#commands?.stop();
    this.#commands = undefined;
  }
}

/** Types commands for the learner as long as the component is shown. */
export function useTyping(): Typing {
  const [typing] = useState(() => new Typing());
  useEffect(() => () => typing.stop(), [typing]);
  return typing;
}
