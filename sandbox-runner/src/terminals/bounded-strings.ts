/* oxlint-disable no-control-regex -- They begin and end strings. */

/** Characters of a string that a terminal gets. Titles, links and settings are much shorter. */
const maxLength = 4_096;
/** OSC and DCS, whose strings a terminal keeps until they end. */
const start = /\x1b[\]P]|[\x9d\x90]/g;
/** What ends them for it. */
const end = { osc: /[\x07\x18\x1a\x1b\x80-\x9f]/g, dcs: /[\x18\x1a\x1b\x80-\x9f]/g } as const;

/**
 * Shortens the strings in what a program prints: titles, links, images. A terminal would keep each of them up
 * to 10 MB, and takes thirty times that while it does. An image that someone prints at a prompt is enough to
 * exceed its memory.
 */
export class BoundedStrings {
  /** The string in which the last piece has ended. */
  #open: { kind: keyof typeof end; length: number } | undefined;
  /** The last piece has ended with an escape character, which may begin a string. */
  #isEscaped = false;

  /** @param text the next piece of the output @returns it, without what is too long */
  pass(text: string): string {
    let passed = this.#isEscaped ? (/^[\]P]/.exec(text)?.[0] ?? '') : '';
    let at = passed.length;
    if (at > 0) this.#begin(passed);
    while (at < text.length) {
      if (this.#open === undefined) {
        const begin = match(start, text, at);
        const next = begin === undefined ? text.length : begin.index + begin[0].length;
        passed += text.slice(at, next);
        at = next;
        if (begin) this.#begin(begin[0].at(-1)!);
      } else {
        const next = match(end[this.#open.kind], text, at)?.index ?? text.length;
        passed += text.slice(at, Math.min(next, at + maxLength - this.#open.length));
        this.#open.length = Math.min(maxLength, this.#open.length + next - at);
        at = next;
        if (at < text.length) this.#open = undefined;
        // A bell would be one more string that ends, and nothing else.
        if (text[at] === '\x07') passed += text[at++];
      }
    }
    if (text !== '') this.#isEscaped = text.endsWith('\x1b');
    return passed;
  }

  #begin(character: string): void {
    this.#open = { kind: character === ']' || character === '\x9d' ? 'osc' : 'dcs', length: 0 };
  }
}

function match(pattern: RegExp, text: string, from: number): RegExpExecArray | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text) ?? undefined;
}
