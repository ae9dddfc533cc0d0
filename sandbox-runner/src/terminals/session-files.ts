import { setTimeout as delay } from 'node:timers/promises';
import type { PageMessage, ShellMessage } from '@dfm/contracts/terminal';
import type { FileAnswer, FileRequest } from '@dfm/contracts/terminal-files';
import { TokenBucket } from '../clock/token-bucket.ts';
import type { SandboxProgram } from '../sandbox/sandbox.ts';
import { answerOf, fieldsOf } from './file-answer.ts';
import { FileProgram, NoAnswer } from './file-program.ts';

/** Bytes of requests and answers per second, and at once after a pause. */
const bytesPerSecond = 4 * 2 ** 20;
const burstBytes = 2 * 2 ** 20;
/** What a request costs in addition to its bytes: 256 a second can be answered. */
const requestBytes = 2 ** 14;
/** Starting the program again costs as much as a second. */
const restartBytes = bytesPerSecond;
/** Requests of all pages that may wait. A page that uploads has four. */
const maxWaiting = 64;

export interface SessionFilesSetting {
  /** Starts the program that reads and changes files in the sandbox of the session. */
  start: () => Promise<SandboxProgram>;
  tell: (connection: number, message: ShellMessage) => void;
  /** Called when a page has read or changed a file. */
  onUse: () => void;
}

/**
 * The files of a session. Every request is answered by a program in the sandbox, one after the other, with
 * the rights of the learner; nothing of the sandbox's disk is read from outside.
 */
export class SessionFiles {
  readonly #setting: SessionFilesSetting;
  readonly #budget = new TokenBucket(bytesPerSecond, burstBytes);
  readonly #closing = new AbortController();
  #program: Promise<FileProgram> | undefined;
  #turn: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(setting: SessionFilesSetting) {
    this.#setting = setting;
  }

  /** Answers a page as soon as it is its turn. */
  handle(connection: number, { number, request }: Extract<PageMessage, { type: 'file' }>): void {
    const tell = (answer: FileAnswer) => this.#setting.tell(connection, { type: 'file', number, answer });
    if (this.#waiting >= maxWaiting) return tell({ kind: 'failed', reason: 'busy' });
    this.#waiting += 1;
    this.#turn = this.#answerInTurn(this.#turn, request, connection, tell);
  }

  /** Ends the program. Nothing is answered after that. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#end();
    await this.#turn;
  }

  async #answerInTurn(
    before: Promise<void>,
    request: FileRequest,
    connection: number,
    tell: (answer: FileAnswer) => void,
  ): Promise<void> {
    await before;
    if (this.#closing.signal.aborted) return;
    const answer = await this.#answer(request, connection);
    this.#waiting -= 1;
    tell(answer);
    await this.#pause(costOf(request, answer));
  }

  async #answer(request: FileRequest, connection: number): Promise<FileAnswer> {
    // What pages ask for by themselves is no use.
    if (request.kind !== 'list' && request.kind !== 'changes') this.#setting.onUse();
    try {
      this.#program ??= this.#setting.start().then((program) => new FileProgram(program));
      const fields = await (await this.#program).ask(fieldsOf(request, connection));
      const answer = answerOf(request, fields);
      if (answer !== undefined) return answer;
      await this.#end();
      return { kind: 'failed', reason: 'unavailable' };
    } catch (error) {
      await this.#end();
      return { kind: 'failed', reason: error instanceof NoAnswer ? error.reason : 'unavailable' };
    }
  }

  /** The next request starts it again. */
  async #end(): Promise<void> {
    const program = this.#program;
    this.#program = undefined;
    await program?.then((started) => started.close()).catch(() => undefined);
  }

  async #pause(bytes: number): Promise<void> {
    const waitMs = this.#budget.spend(bytes);
    const { signal } = this.#closing;
    if (waitMs > 0) await delay(waitMs, undefined, { signal }).catch(() => undefined);
  }
}

function costOf(request: FileRequest, answer: FileAnswer): number {
  if (answer.kind === 'failed' && (answer.reason === 'timeout' || answer.reason === 'unavailable'))
    return restartBytes;
  const sent = request.kind === 'part' ? request.data.length : 0;
  const received = answer.kind === 'bytes' ? answer.data.length : 0;
  const listed = answer.kind === 'entries' ? answer.entries.length * 100 : 0;
  return requestBytes + sent + received + listed;
}
