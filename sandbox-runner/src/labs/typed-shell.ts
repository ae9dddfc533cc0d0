import { randomUUID } from 'node:crypto';
import type { Sandbox, SandboxShell } from '../sandbox/sandbox.ts';

const size = { columns: 120, rows: 40 };
/** Characters of output in which the end of the commands is looked for. */
const keptLength = 4_096;

/** Calls a function with a new shell, which is closed afterwards. */
export async function inTypedShell<Result>(
  sandbox: Sandbox,
  use: (shell: TypedShell) => Promise<Result>,
): Promise<Result> {
  const shell = new TypedShell(await sandbox.openShell(size));
  try {
    return await use(shell);
  } finally {
    await shell.close();
  }
}

/** A shell in which commands are typed, as a learner types them, without anyone who looks at it. */
export class TypedShell {
  readonly #shell: SandboxShell;
  readonly #reading: Promise<void>;
  #tail = '';
  #onOutput = () => {};
  #hasEnded = false;

  constructor(shell: SandboxShell) {
    this.#shell = shell;
    this.#reading = this.#read();
  }

  /**
   * Types commands, one per line, and waits until the shell has finished them.
   *
   * @returns false if they are not finished in time, or have ended the shell
   */
  async run(commands: string, timeoutMs: number): Promise<boolean> {
    const mark = randomUUID();
    // The terminal shows the command too, so the mark in it is split.
    const echo = `echo ${mark.slice(0, 8)}""${mark.slice(8)}`;
    const timeout = AbortSignal.timeout(timeoutMs);
    const isLate = new Promise<void>((resolve) =>
      timeout.addEventListener('abort', () => resolve(), { once: true }),
    );
    for (const line of [...commands.split('\n'), echo]) {
      // A program that does not read what is typed keeps the rest from being typed.
      await Promise.race([this.#shell.write(`${line}\r`), isLate]);
      if (timeout.aborted) return false;
    }
    while (!this.#tail.includes(mark)) {
      if (timeout.aborted || this.#hasEnded) return false;
      const next = Promise.withResolvers<void>();
      this.#onOutput = next.resolve;
      await Promise.race([next.promise, isLate]);
    }
    return true;
  }

  /** Ends the shell. */
  async close(): Promise<void> {
    await this.#shell.close().catch(() => undefined);
    this.#shell.disconnect();
    await this.#reading;
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of this.#shell.output) {
      this.#tail = (this.#tail + decoder.decode(bytes, { stream: true })).slice(-keptLength);
      this.#onOutput();
    }
    this.#hasEnded = true;
    this.#onOutput();
  }
}
