import { PassThrough } from 'node:stream';
import { encodeFields, framesOfFields } from '../../engine/framed-fields.ts';
import type { SandboxProgram } from '../../sandbox/sandbox.ts';

type Fields = readonly (string | Uint8Array)[];

/** A program for files without files: a test answers its requests. */
export class FakeProgram implements SandboxProgram {
  readonly output = new PassThrough();
  /** Requests that it has read. */
  readonly requests: string[][] = [];
  isClosed = false;
  readonly #answer: (request: string[]) => Fields | undefined;

  /** @param answer undefined does not answer */
  constructor(answer: (request: string[]) => Fields | undefined) {
    this.#answer = answer;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for await (const fields of framesOfFields(once(bytes), bytes.length)) {
      const request = fields.map(String);
      this.requests.push(request);
      const answer = this.#answer(request);
      if (answer) this.output.write(encodeFields(answer));
    }
  }

  async pid(): Promise<number | undefined> {
    return undefined;
  }

  disconnect(): void {
    this.output.destroy();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.output.end();
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
