/** COPY of PostgreSQL, which reads and writes all rows of a table as a stream of text. */
import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { Client, Connection, Submittable } from 'pg';

/** What the driver has for COPY, and its types lack. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** Rows are passed on together, because a table may have millions of small ones. */
const BATCH_BYTES = 256 * 1024;

/** The rows of `COPY … TO STDOUT`. Each chunk consists of complete rows. Destroying it ends the connection. */
export function copyOut(client: Client, sql: string): Readable {
  return client.query(new CopyOut(sql));
}

class CopyOut extends Readable implements Submittable {
  readonly #sql: string;
  #connection: Connection | undefined;
  #rows: Buffer[] = [];
  #bytes = 0;

  constructor(sql: string) {
    super({ highWaterMark: 4 * BATCH_BYTES });
    this.#sql = sql;
  }

  override _read(): void {
    this.#connection?.stream.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#connection?.stream.destroy();
    done(error);
  }

  /* Called by the driver. */

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.#sql);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // A copy, because the driver uses its buffer again.
    this.#rows.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    if (this.#bytes >= BATCH_BYTES && !this.#pass()) this.#connection?.stream.pause();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#connection = undefined;
    if (this.#bytes > 0) this.#pass();
    this.push(null);
  }

  handleError(error: Error): void {
    this.#connection = undefined;
    this.destroy(error);
  }

  #pass(): boolean {
    const batch = Buffer.concat(this.#rows, this.#bytes);
    this.#rows = [];
    this.#bytes = 0;
    return this.push(batch);
  }
}

/** Sends complete rows to `COPY … FROM STDIN`. @throws the error of the database or of the source */
export async function copyIn(client: Client, sql: string, rows: AsyncIterable<Buffer>): Promise<void> {
  const copy = new CopyIn(sql, rows);
  client.query(copy);
  await copy.done;
}

class CopyIn implements Submittable {
  readonly #sql: string;
  readonly #rows: AsyncIterable<Buffer>;
  readonly #ended = Promise.withResolvers<void>();
  #problem: Error | undefined;

  constructor(sql: string, rows: AsyncIterable<Buffer>) {
    this.#sql = sql;
    this.#rows = rows;
  }

  get done(): Promise<void> {
    return this.#ended.promise;
  }

  /* Called by the driver. */

  submit(connection: Connection): void {
    connection.query(this.#sql);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    this.#send(connection).catch((error: Error) => {
      this.#problem ??= error;
      connection.sendCopyFail('the rows could not be read');
    });
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#ended.resolve();
  }

  handleError(error: Error): void {
    // What is still sent is ignored by the server.
    this.#problem ??= error;
    this.#ended.reject(this.#problem);
  }

  async #send(connection: CopyConnection): Promise<void> {
    for await (const chunk of this.#rows) {
      if (this.#problem) return;
      connection.sendCopyFromChunk(chunk);
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
    }
    connection.endCopyFrom();
  }
}
