import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isAtPrompt } from '@dfm/labs/at-prompt';
import type { Sandbox, SandboxShell } from '../sandbox/sandbox.ts';

const size = { columns: 120, rows: 40 };
/** Characters of output in which a prompt, and the end of the commands, is looked for. */
const keptLength = 4_096;
/** How long nothing may follow a prompt. */
const quietMs = 40;

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
  #state: 'starting' | 'typing' | 'reading' = 'starting';
  #onOutput = () => {};
  #hasEnded = false;

  constructor(shell: SandboxShell) {
    this.#shell = shell;
    this.#reading = this.#read();
  }

  /**
   * Types commands, one per line, each once the shell or a program in it reads, and waits until the shell has
   * finished them.
   *
   * @returns false if they are not finished in time, have ended the shell, or have left a program in it
   */
  async run(commands: string, timeoutMs: number): Promise<boolean> {
    const mark = randomUUID();
    // The terminal shows the command too, so the mark in it is split.
    const echo = `echo ${mark.slice(0, 8)}""${mark.slice(8)}`;
    const late = AbortSignal.timeout(timeoutMs);
    const isLate = new Promise<void>((resolve) =>
      late.addEventListener('abort', () => resolve(), { once: true }),
    );
    /** Waits until a program reads the next line. */
    const reads = async () => {
      while (this.#state !== 'reading' && !late.aborted && !this.#hasEnded) await this.#waitForPrompt(isLate);
      return this.#state === 'reading' && !this.#hasEnded;
    };
    for (const line of [...commands.split('\n'), echo]) {
      if (!(await reads())) return false;
      this.#tail = '';
      this.#state = 'typing';
      // A program that does not read what is typed keeps the rest from being typed.
      await Promise.race([this.#shell.write(`${line}\r`), isLate]);
    }
    return (await reads()) && this.#tail.includes(mark);
  }

  /** Waits for output, or until nothing follows a prompt. */
  async #waitForPrompt(isLate: Promise<void>): Promise<void> {
    const next = Promise.withResolvers<void>();
    this.#onOutput = next.resolve;
    // What was typed is shown first, up to the end of its line.
    const hasPrompt = isAtPrompt(this.#tail) && (this.#state === 'starting' || this.#tail.includes('\n'));
    const quiet = hasPrompt ? [delay(quietMs, 'quiet' as const)] : [];
    if ((await Promise.race([next.promise, isLate, ...quiet])) === 'quiet') this.#state = 'reading';
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
