import type { PathPattern } from './path-pattern.ts';

const wordBits = 32;
/** 4 MiB: all characters of ordinary paths, while paths of many characters do not fill the memory. */
const maxCachedWords = 2 ** 20;

/**
 * Matches a path against all patterns of an ignore file at once, one character at a time. Each part of each
 * pattern is a bit of the state (the Shift-And algorithm), so the time is at most the length of the path
 * times that of all patterns divided by 32. A regular expression backtracks instead, and a learner's line
 * could make it run forever.
 */
export class PathMatcher {
  readonly #words: number;
  /** Each bit is set if the state may be in front of that part before the first character. */
  readonly #start: Uint32Array;
  /** Parts that may match any number of characters: of `/`, and of any other character. */
  readonly #repeatsSlash: Uint32Array;
  readonly #repeatsOther: Uint32Array;
  /** Parts that match one `/` besides what they repeat. */
  readonly #untilSlash: Uint32Array;
  /** Parts that may match nothing; those of `#folders` together with the part after them. */
  readonly #optional: Uint32Array;
  readonly #folders: Uint32Array;
  /** The bit behind the last part of each pattern. */
  readonly #ends: Uint32Array;
  readonly #patternAt = new Map<number, number>();
  readonly #literals = new Map<string, number[]>();
  readonly #classes: { at: number; matches: (character: string) => boolean }[] = [];
  readonly #matching = new Map<string, Uint32Array>();

  constructor(patterns: readonly PathPattern[]) {
    const bits = patterns.reduce((sum, { length }) => sum + length + 1, 0);
    this.#words = Math.ceil(bits / wordBits);
    const mask = () => new Uint32Array(this.#words);
    const starts = mask();
    [this.#repeatsSlash, this.#repeatsOther, this.#untilSlash] = [mask(), mask(), mask()];
    [this.#optional, this.#folders, this.#ends] = [mask(), mask(), mask()];
    let at = 0;
    for (const [index, pattern] of patterns.entries()) {
      set(starts, at);
      for (const part of pattern) {
        this.#addPart(part, at);
        at += 1;
      }
      set(this.#ends, at);
      this.#patternAt.set(at, index);
      at += 1;
    }
    this.#start = mask();
    this.#step(starts, { moves: mask(), stays: starts }, this.#start);
  }

  /** The index of the last pattern that matches a path or one of its parent folders. */
  lastMatch(path: string): number | undefined {
    let state = this.#start;
    let [next, spare] = [new Uint32Array(this.#words), new Uint32Array(this.#words)];
    let last = -1;
    for (const character of path) {
      if (character === '/') last = Math.max(last, this.#lastEnd(state));
      const stays = character === '/' ? this.#repeatsSlash : this.#repeatsOther;
      if (!this.#step(state, { moves: this.#partsMatching(character), stays }, next))
        return this.#patternAt.get(last);
      [state, next, spare] = [next, spare, next];
    }
    return this.#patternAt.get(Math.max(last, this.#lastEnd(state)));
  }

  #addPart(part: PathPattern[number], at: number): void {
    if (part.kind === 'literal') {
      const positions = this.#literals.get(part.character);
      if (positions === undefined) this.#literals.set(part.character, [at]);
      else positions.push(at);
    } else if (part.kind === 'class') this.#classes.push({ at, matches: part.matches });
    else if (part.kind === 'folders') set(this.#folders, at);
    else {
      set(this.#repeatsOther, at);
      if (part.kind !== 'within-name') set(this.#repeatsSlash, at);
      set(part.kind === 'up-to-slash' ? this.#untilSlash : this.#optional, at);
    }
  }

  /**
   * Computes the state after one character.
   *
   * @param moves parts that match the character, `stays` those that match it and may match more
   * @returns whether anything can still match
   */
  #step(
    state: Uint32Array,
    { moves, stays }: { moves: Uint32Array; stays: Uint32Array },
    next: Uint32Array,
  ): boolean {
    let [movedOut, foldersOut, optionalOut] = [0, 0, 0];
    let alive = 0;
    for (let word = 0; word < this.#words; word += 1) {
      const before = state[word]!;
      if ((before | movedOut | foldersOut | optionalOut) === 0) {
        next[word] = 0;
        continue;
      }
      const moved = before & moves[word]!;
      let after = (before & stays[word]!) | (moved << 1) | movedOut;
      const folders = after & this.#folders[word]!;
      after |= (folders << 1) | (folders << 2) | foldersOut;
      const optional = after & this.#optional[word]!;
      after |= (optional << 1) | optionalOut;
      movedOut = moved >>> 31;
      foldersOut = (folders >>> 31) | (folders >>> 30);
      optionalOut = optional >>> 31;
      next[word] = after;
      alive |= after;
    }
    return alive !== 0;
  }

  #partsMatching(character: string): Uint32Array {
    const cached = this.#matching.get(character);
    if (cached !== undefined) return cached;
    const parts = character === '/' ? this.#untilSlash.slice() : new Uint32Array(this.#words);
    for (const at of this.#literals.get(character) ?? []) set(parts, at);
    for (const { at, matches } of this.#classes) if (matches(character)) set(parts, at);
    if ((this.#matching.size + 1) * this.#words > maxCachedWords) this.#matching.clear();
    this.#matching.set(character, parts);
    return parts;
  }

  /** The last bit of the state that is the end of a pattern; -1 if there is none. */
  #lastEnd(state: Uint32Array): number {
    for (let word = this.#words - 1; word >= 0; word -= 1) {
      const ends = state[word]! & this.#ends[word]!;
      if (ends !== 0) return word * wordBits + (wordBits - 1) - Math.clz32(ends);
    }
    return -1;
  }
}

function set(mask: Uint32Array, bit: number): void {
  mask[Math.floor(bit / wordBits)]! |= 1 << (bit % wordBits);
}
