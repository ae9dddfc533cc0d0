import { Duplex } from 'node:stream';
import { countPayload, type FrameKind, frameKinds } from './frames.ts';

/** How many bytes one side may send before the other has consumed them (images/pod/agent has the same). */
const windowBytes = 1024 * 1024;
const partBytes = 64 * 1024;

type Send = (kind: FrameKind, payload?: Uint8Array | string) => void;

/** One stream between the runner and a pod. It neither sends nor buffers more than its receiver has room for. */
export class Channel extends Duplex {
  readonly #send: Send;
  readonly #arrived: Buffer[] = [];
  readonly #exit = Promise.withResolvers<number | undefined>();
  #credit = windowBytes;
  #consumed = 0;
  #isWanted = false;
  #hasEnded = false;
  #isClosedThere = false;
  #waiting: ((error?: Error) => void) | undefined;

  constructor(send: Send) {
    super();
    this.#send = send;
    // Its reader gets the error. A channel that no one reads any more needs no handler.
    this.on('error', () => undefined);
    this.once('close', () => this.#exit.resolve(undefined));
  }

  /** The exit code of its program; undefined if the connection ended first or there is no program. */
  get exitCode(): Promise<number | undefined> {
    return this.#exit.promise;
  }

  resize(rows: number, columns: number): void {
    const payload = Buffer.allocUnsafe(4);
    payload.writeUInt16BE(rows, 0);
    payload.writeUInt16BE(columns, 2);
    if (!this.destroyed) this.#send(frameKinds.resized, payload);
  }

  /** Sends a signal to its program, as the sandbox's user. */
  signal(name: 'TERM' | 'KILL'): void {
    if (!this.destroyed) this.#send(frameKinds.signalled, name);
  }

  /** Takes a frame that was sent on this channel. */
  receive(kind: FrameKind, payload: Buffer): void {
    switch (kind) {
      case frameKinds.data:
        this.#arrived.push(payload);
        return this.#deliver();
      case frameKinds.end:
        this.#hasEnded = true;
        return this.#deliver();
      case frameKinds.close:
        this.#isClosedThere = true;
        this.destroy(Object.assign(new Error('refused inside the pod'), { code: 'ECONNRESET' }));
        return;
      case frameKinds.credit:
        this.#credit += payload.readUInt32BE();
        return this.#waiting?.();
      case frameKinds.exited:
        return this.#exit.resolve(payload.readUInt32BE());
      default:
    }
  }

  override _read(): void {
    this.#isWanted = true;
    this.#deliver();
  }

  #deliver(): void {
    while (this.#isWanted && this.#arrived.length > 0) {
      const part = this.#arrived.shift()!;
      this.#isWanted = this.push(part);
      this.#consumed += part.length;
      if (this.#consumed >= windowBytes / 2) {
        this.#send(frameKinds.credit, countPayload(32, this.#consumed));
        this.#consumed = 0;
      }
    }
    if (this.#hasEnded && this.#arrived.length === 0 && this.#isWanted) {
      this.#isWanted = false;
      this.push(null);
    }
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    let left = chunk;
    const sendParts = (error?: Error) => {
      if (error) return done(error);
      while (left.length > 0 && this.#credit > 0) {
        const part = left.subarray(0, Math.min(partBytes, this.#credit));
        this.#credit -= part.length;
        left = left.subarray(part.length);
        this.#send(frameKinds.data, part);
      }
      if (left.length > 0) return;
      this.#waiting = undefined;
      done();
    };
    this.#waiting = sendParts;
    sendParts();
  }

  override _final(done: () => void): void {
    this.#send(frameKinds.end);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const isComplete = this.#hasEnded && this.writableFinished;
    if (!isComplete && !this.#isClosedThere) this.#send(frameKinds.close);
    // Without an answer, no later write would get one either.
    this.#waiting?.(error ?? new Error('the channel is closed'));
    done(error);
  }
}
