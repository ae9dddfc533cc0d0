import { formatBinaryBytes } from '@dfm/contracts/quantity';
import { characterBoundary } from './truncate.ts';

/**
 * Passes on at most `capBytes` of output, followed by one marker, and drops the rest. There is one decoder
 * per source, because characters may arrive in two pieces. NUL becomes U+FFFD, because PostgreSQL cannot
 * store it in text.
 */
export class LogCap {
  readonly #decoders = new Map<string, TextDecoder>();
  readonly #capBytes: number;
  #leftBytes: number;
  #marked = false;

  constructor(capBytes: number) {
    this.#capBytes = capBytes;
    this.#leftBytes = capBytes;
  }

  /** Whether all further output is dropped. */
  get full(): boolean {
    return this.#marked;
  }

  /**
   * @param source what the bytes belong to, such as a step and its stream
   * @returns the text to show, possibly empty
   */
  take(source: string, bytes: Uint8Array): string {
    if (this.#marked) return '';
    const fitting = characterBoundary(bytes, this.#leftBytes);
    this.#leftBytes -= fitting;
    const text = this.#decoder(source)
      .decode(bytes.subarray(0, fitting), { stream: true })
      .replaceAll('\0', '\uFFFD');
    if (fitting === bytes.length) return text;
    this.#marked = true;
    return `${text}\n[output cut here: more than ${formatBinaryBytes(this.#capBytes)}]\n`;
  }

  #decoder(source: string): TextDecoder {
    const known = this.#decoders.get(source);
    if (known !== undefined) return known;
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    this.#decoders.set(source, decoder);
    return decoder;
  }
}
