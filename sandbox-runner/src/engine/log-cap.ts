import { formatBinaryBytes } from '@dfm/contracts/quantity';
import { characterBoundary } from './truncate.ts';

/**
 * Lets at most `capBytes` of output through, then one marker, then nothing. One decoder per source keeps
 * characters whole that arrive in two pieces. NUL becomes U+FFFD: PostgreSQL stores no text that holds it.
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

  /** Whether everything from now on is dropped. */
  get full(): boolean {
    return this.#marked;
  }

  /**
   * @param source what the bytes belong to, such as a step and its stream
   * @returns text to show, '' for none
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
