/** Takes a stream's bytes in the portions that a format asks for, whatever the chunks they come in. */
export class ByteReader {
  private readonly source: AsyncIterator<Uint8Array>;
  private chunk: Buffer = Buffer.alloc(0);
  private at = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** One to `most` bytes without a copy, undefined at the end of the stream. */
  async some(most: number): Promise<Buffer | undefined> {
    while (this.at === this.chunk.length) {
      const next = await this.source.next();
      if (next.done === true) return undefined;
      this.chunk = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
      this.at = 0;
    }
    const part = this.chunk.subarray(this.at, this.at + most);
    this.at += part.length;
    return part;
  }

  /** That many bytes; fewer only where the stream ends. */
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

  /** The next bytes without taking them: that many, fewer only where the stream ends. */
  async ahead(count: number): Promise<Buffer> {
    const bytes = await this.exactly(count);
    this.unread(bytes);
    return bytes;
  }

  /** Puts bytes back, to be read next. */
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

  /** What is left, for readers of streams; that they stop early does not close the source. */
  async *rest(): AsyncGenerator<Buffer> {
    for (let part = await this.some(Infinity); part !== undefined; part = await this.some(Infinity))
      yield part;
  }

  /** Reads on to the end of the stream. */
  async drain(): Promise<void> {
    while ((await this.some(Infinity)) !== undefined);
  }

  /** Lets the source go before its end. What that may fail with says nothing of the bytes read. */
  async close(): Promise<void> {
    await Promise.resolve(this.source.return?.()).catch(() => {});
  }
}
