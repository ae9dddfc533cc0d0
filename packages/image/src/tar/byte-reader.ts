/**
 * Reads bytes from a stream in the portions that a format requires, regardless of how the stream is split
 * into chunks.
 */
export class ByteReader {
  private readonly source: AsyncIterator<Uint8Array>;
  private chunk: Buffer = Buffer.alloc(0);
  private at = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** Returns one to `max` bytes without copying; undefined at the end of the stream. */
  async some(max: number): Promise<Buffer | undefined> {
    while (this.at === this.chunk.length) {
      const next = await this.source.next();
      if (next.done === true) return undefined;
      this.chunk = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
      this.at = 0;
    }
    const part = this.chunk.subarray(this.at, this.at + max);
    this.at += part.length;
    return part;
  }

  /** Returns exactly `count` bytes, or fewer if the stream ends. */
  async exactly(count: number): Promise<Buffer> {
    const first = await this.some(count);
    if (first === undefined || first.length === count) return first ?? Buffer.alloc(0);
    const parts = [first];
    let missing = count - first.length;
    while (missing > 0) {
      const part = await this.some(missing);
      if (part === undefined) break;
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }

  /** Returns the next `count` bytes without consuming them, or fewer if the stream ends. */
  async ahead(count: number): Promise<Buffer> {
    const bytes = await this.exactly(count);
    this.unread(bytes);
    return bytes;
  }

  /** Puts bytes back, so that they are read next. */
  unread(bytes: Buffer): void {
    if (bytes.length === 0) return;
    const isFromHere =
      this.at >= bytes.length &&
      bytes.buffer === this.chunk.buffer &&
      bytes.byteOffset === this.chunk.byteOffset + this.at - bytes.length;
    if (isFromHere) this.at -= bytes.length;
    else {
      this.chunk = Buffer.concat([bytes, this.chunk.subarray(this.at)]);
      this.at = 0;
    }
  }

  /** The rest of the stream. The source is not closed if the consumer stops early. */
  async *rest(): AsyncGenerator<Buffer> {
    for (let part = await this.some(Infinity); part !== undefined; part = await this.some(Infinity))
      yield part;
  }

  /** Reads to the end of the stream. */
  async drain(): Promise<void> {
    while ((await this.some(Infinity)) !== undefined);
  }

  /** Closes the source before its end. Errors are ignored, because they do not concern the bytes read. */
  async close(): Promise<void> {
    await Promise.resolve(this.source.return?.()).catch(() => {});
  }
}
