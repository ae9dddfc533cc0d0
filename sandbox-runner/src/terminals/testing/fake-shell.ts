import { PassThrough } from 'node:stream';
import type { TtySize } from '../../engine/tty.ts';
import type { SandboxShell } from '../../sandbox/sandbox.ts';

/** A shell without a program: tests print and read what is typed. */
export class FakeShell implements SandboxShell {
  readonly output = new PassThrough();
  readonly sizes: TtySize[] = [];
  typed = '';
  isClosed = false;
  /** How often it was asked to end. */
  closings = 0;
  /** Whether the program reads what is typed. */
  isReading = true;
  readonly #unread: (() => void)[] = [];

  print(bytes: string | Uint8Array): void {
    this.output.write(bytes);
  }

  exit(): void {
    this.output.end();
  }

  readEverything(): void {
    this.isReading = true;
    for (const read of this.#unread.splice(0)) read();
  }

  async write(text: string): Promise<void> {
    if (!this.isReading) await new Promise<void>((resolve) => this.#unread.push(resolve));
    this.typed += text;
  }

  async resize(size: TtySize): Promise<void> {
    this.sizes.push(size);
  }

  async pid(): Promise<number | undefined> {
    return undefined;
  }

  async exitCode(): Promise<number | null> {
    return 3;
  }

  disconnect(): void {
    this.output.destroy();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.closings += 1;
    this.exit();
  }
}
