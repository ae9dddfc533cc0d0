import { setTimeout as delay } from 'node:timers/promises';
import { encodeFields, framesOfFields } from '../engine/framed-fields.ts';
import type { SandboxProgram } from '../sandbox/sandbox.ts';

/** How long an answer may take. Removing a large folder takes longest. */
const answerMs = 10_000;
/** A folder with as many entries as are listed, each with a long name, has a third of it. */
const maxAnswerBytes = 2 ** 20;

/** The program has ended, did not answer in time, or its answer was not one. */
export class NoAnswer extends Error {
  readonly reason: 'timeout' | 'unavailable';

  constructor(reason: NoAnswer['reason']) {
    super(`no answer of the program for files: ${reason}`);
    this.reason = reason;
  }
}

/**
 * The program in a sandbox that reads and changes files (images/sandbox/serve-files). It runs as the learner,
 * who can end it, stop it, or make it answer anything.
 */
export class FileProgram {
  readonly #program: SandboxProgram;
  readonly #answers: AsyncGenerator<Buffer[]>;

  constructor(program: SandboxProgram) {
    this.#program = program;
    this.#answers = framesOfFields(program.output, maxAnswerBytes);
  }

  /**
   * Sends a request and waits for its answer. One at a time.
   *
   * @throws NoAnswer; the program is of no use then
   */
  async ask(fields: readonly (string | Uint8Array)[], timeoutMs = answerMs): Promise<Buffer[]> {
    const stopped = new AbortController();
    const timeout = delay(timeoutMs, undefined, { signal: stopped.signal }).then(() => {
      throw new NoAnswer('timeout');
    });
    timeout.catch(() => undefined);
    void this.#program.write(encodeFields(fields));
    try {
      const { value, done } = await Promise.race([this.#answers.next(), timeout]);
      if (done) throw new NoAnswer('unavailable');
      return value;
    } finally {
      stopped.abort();
    }
  }

  /** Ends it. */
  close(): Promise<void> {
    return this.#program.close();
  }
}
