import type { FileAnswer, FileFailure, FileRequest } from '@dfm/contracts/terminal-files';

/** Why there is no answer. `disconnected`: the connection was lost before it came. */
export type FileProblem = FileFailure | 'disconnected';
export type FileOutcome = Exclude<FileAnswer, { kind: 'failed' }> | { kind: 'failed'; reason: FileProblem };

/** Requests on their way at the same time. */
export const UNANSWERED_MAX = 4;
/** Time between two requests. With what is typed, they stay below the rate that the site accepts. */
export const REQUEST_PAUSE_MS = 15;

interface WaitingRequest {
  request: FileRequest;
  resolve(outcome: FileOutcome): void;
}

/** The requests of a page for files, and their answers. They are answered in the order in which they are made. */
export class FileRequests {
  readonly #send: (number: number, request: FileRequest) => void;
  readonly #sent = new Map<number, WaitingRequest>();
  #waiting: WaitingRequest[] = [];
  #lastNumber = 0;
  #isConnected = false;
  #pause: ReturnType<typeof setTimeout> | undefined;

  /** @param send called only while there is a connection */
  constructor(send: (number: number, request: FileRequest) => void) {
    this.#send = send;
  }

  /** Resolves with the answer. Without a connection, the request fails at once. Never rejects. */
  ask(request: FileRequest): Promise<FileOutcome> {
    if (!this.#isConnected) return Promise.resolve({ kind: 'failed', reason: 'disconnected' });
    return new Promise((resolve) => {
      this.#waiting.push({ request, resolve });
      this.#sendNext();
    });
  }

  answered(number: number, answer: FileAnswer): void {
    this.#sent.get(number)?.resolve(answer);
    this.#sent.delete(number);
    this.#sendNext();
  }

  /** A request without an answer fails when the connection is lost: it may have been done or not. */
  setConnected(isConnected: boolean): void {
    this.#isConnected = isConnected;
    if (isConnected) return;
    const unanswered = [...this.#sent.values(), ...this.#waiting];
    this.#sent.clear();
    this.#waiting = [];
    for (const { resolve } of unanswered) resolve({ kind: 'failed', reason: 'disconnected' });
  }

  #sendNext(): void {
    if (this.#pause !== undefined || this.#sent.size >= UNANSWERED_MAX) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#lastNumber += 1;
    this.#sent.set(this.#lastNumber, next);
    this.#send(this.#lastNumber, next.request);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#sendNext();
    }, REQUEST_PAUSE_MS);
  }
}
