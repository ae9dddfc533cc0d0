import { createHash } from 'node:crypto';
import type { CanaryHit } from '@dfm/grading';

/** A build secret found in a text: its id and the encoding in which it was found. */
export type CanarySign = Pick<CanaryHit, 'secret' | 'form'>;

const none = /(?!)/g;

/**
 * Generated values to search for, by the id of the secret they stand for. They must consist of letters and
 * digits, which quoting and the escapes of JSON and URLs do not change. Each value is searched for as it is,
 * in base64 at every alignment, in hexadecimal and as `%61%62…`. The two halves of each form are searched for
 * separately, because `base64` and `xxd` break lines.
 */
export class Canaries {
  /** The same for the same values; does not reveal them. */
  readonly key: string;
  readonly #signs = new Map<string, CanarySign>();
  readonly #pattern: RegExp;
  readonly #runs: RegExp;
  readonly #overlap: number;

  /**
   * @param values of at most 30 characters, so that the line breaks of the common tools cannot fall into both
   *   halves of a form
   */
  constructor(values: ReadonlyMap<string, string>) {
    for (const [secret, value] of values) {
      for (const [form, texts] of Object.entries(formsOf(value))) {
        for (const half of texts.flatMap(halves))
          this.#signs.set(half, { secret, form: form as CanarySign['form'] });
      }
    }
    const signs = [...this.#signs.keys()];
    this.key = signs.length === 0 ? '' : createHash('sha256').update(signs.join()).digest('hex');
    // One regular expression is more than twice as fast as a search for each form.
    this.#pattern = signs.length === 0 ? none : new RegExp(signs.join('|'), 'g');
    this.#runs = signs.length === 0 ? none : new RegExp(`(?:${signs.join('|')})+`, 'g');
    this.#overlap = Math.max(0, ...signs.map((sign) => sign.length - 1));
  }

  /** The secrets found in a text, each once. */
  inText(text: string): CanarySign[] {
    return unique(Array.from(text.matchAll(this.#pattern), ([sign]) => this.#signs.get(sign)!));
  }

  /** Searches content that arrives in pieces. */
  inStream(): { take(piece: Buffer): void; found(): CanarySign[] } {
    let before = '';
    let found: CanarySign[] = [];
    return {
      take: (piece) => {
        if (this.#overlap === 0) return;
        const text = before + piece.toString('latin1');
        found = unique([...found, ...this.inText(text)]);
        before = text.slice(-this.#overlap);
      },
      found: () => found,
    };
  }

  /** The text with every form replaced by `(hidden)`, for everything that is shown, stored or logged. */
  hide(text: string): string {
    return text.replace(this.#runs, '(hidden)');
  }
}

export const noCanaries = new Canaries(new Map());

function formsOf(value: string): Record<CanarySign['form'], string[]> {
  const hex = Buffer.from(value).toString('hex');
  const escaped = hex.replaceAll(/../g, '%$&');
  return {
    plain: [value],
    base64: [0, 1, 2].map((before) => insideBase64(value, before)),
    hex: [...new Set([hex, hex.toUpperCase()])],
    escaped: [...new Set([escaped, escaped.toUpperCase()])],
  };
}

/**
 * The base64 characters of a text that are the same regardless of what follows it and of the `before` bytes
 * (modulo 3) before it.
 */
function insideBase64(value: string, before: number): string {
  const encoded = Buffer.from('\0'.repeat(before) + value).toString('base64');
  return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + value.length) * 8) / 6));
}

function halves(text: string): string[] {
  const middle = text.length >> 1;
  return [text.slice(0, middle), text.slice(middle)];
}

function unique(signs: readonly CanarySign[]): CanarySign[] {
  return signs.filter(
    (sign, index) =>
      signs.findIndex((other) => other.secret === sign.secret && other.form === sign.form) === index,
  );
}
