import { matchingLengths } from './shell-pattern.ts';
import type { VariableValues } from './variables.ts';
import { unquote } from './words.ts';

/**
 * A value can use an earlier one several times, so that each line doubles its length. Longer results count as
 * unknown.
 */
const maxResult = 4096;
/** Operands nested more deeply count as unknown. */
const maxDepth = 20;
const specialParameters = '@*#?-$!';
const namePattern = /[A-Za-z_]\w*|\d+/uy;

/**
 * Substitutes variables in a word, as ARG, ENV, FROM, USER and WORKDIR do, and removes quotes and escapes
 * (moby/buildkit frontend/dockerfile/shell/lex.go): `$x`, `${x}`, `:-` `-` `:+` `+` `:?` `?` with operands
 * that can contain variables themselves, `#` `##` `%` `%%` with patterns of `*` and `?`. Nothing is
 * substituted in single quotes.
 *
 * @returns undefined, because the result is unknown, if a variable to be substituted has no value, if
 *   BuildKit rejects the word, for `${x/a/b}`, and if the result is too long
 */
export function substitute(word: string, variables: VariableValues, escape: string): string | undefined {
  return word.includes('$')
    ? new Substitution(word, variables, escape, undefined).until('', 0)
    : unquote(word, escape);
}

/**
 * As {@link substitute}, but a variable without a value is substituted with nothing, as BuildKit does if no
 * `--build-arg` is given.
 */
export function substituteUnsetAsEmpty(
  word: string,
  variables: VariableValues,
  escape: string,
): string | undefined {
  return new Substitution(word, variables, escape, '').until('', 0);
}

class Substitution {
  readonly #text: string;
  readonly #variables: VariableValues;
  readonly #escape: string;
  readonly #unset: string | undefined;
  #at = 0;

  constructor(text: string, variables: VariableValues, escape: string, unset: string | undefined) {
    this.#unset = unset;
    this.#text = text;
    this.#variables = variables;
    this.#escape = escape;
  }

  /** Reads up to the character `stop`, or to the end if it is empty; undefined if the character is missing. */
  until(stop: '}' | '', depth: number, keepEscapes = false): string | undefined {
    const out: string[] = [];
    let length = 0;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === stop) {
        this.#at += 1;
        return out.join('');
      }
      const part = this.#part(char, depth, keepEscapes);
      if (part === undefined) return undefined;
      length += part.length;
      if (length > maxResult) return undefined;
      out.push(part);
    }
    return stop === '' ? out.join('') : undefined;
  }

  #part(char: string, depth: number, keepEscapes: boolean): string | undefined {
    if (char === '$') return this.#variable(depth);
    if (char === "'") return this.#singleQuoted();
    if (char === '"') return this.#doubleQuoted(depth);
    this.#at += 1;
    if (char !== this.#escape) return char;
    const next = this.#text[this.#at] ?? '';
    this.#at += 1;
    return keepEscapes ? char + next : next;
  }

  #singleQuoted(): string | undefined {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) return undefined;
    const inside = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return inside;
  }

  #doubleQuoted(depth: number): string | undefined {
    const out: string[] = [];
    this.#at += 1;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === '"') {
        this.#at += 1;
        return out.join('');
      }
      if (char === '$') {
        const value = this.#variable(depth);
        if (value === undefined) return undefined;
        out.push(value);
        continue;
      }
      const next = this.#text[this.#at + 1];
      // Inside double quotes, only the quote, `$` and the escape character itself can be escaped.
      if (char === this.#escape && (next === '"' || next === '$' || next === this.#escape)) this.#at += 1;
      out.push(this.#text[this.#at]!);
      this.#at += 1;
    }
    return undefined;
  }

  #variable(depth: number): string | undefined {
    this.#at += 1;
    const braced = this.#text[this.#at] === '{';
    if (braced) this.#at += 1;
    const name = this.#name();
    if (!braced && name === '')
      return specialParameters.includes(this.#text[this.#at] ?? ' ') ? undefined : '$';
    if (!braced) return this.#variables.get(name) ?? this.#unset;
    if (name === '' || depth >= maxDepth) return undefined;
    const value = this.#variables.get(name);
    let operator = this.#text[this.#at] ?? '';
    this.#at += 1;
    if (operator === '}') return value ?? this.#unset;
    const colon = operator === ':';
    if (colon) {
      operator = this.#text[this.#at] ?? '';
      this.#at += 1;
    }
    const isPattern = operator === '#' || operator === '%';
    if (isPattern ? colon : !'-+?'.includes(operator) || operator === '') return undefined;
    const operand = this.until('}', depth + 1, isPattern);
    if (operand === undefined) return undefined;
    if (isPattern) return value === undefined ? this.#unset : trimmed(value, operator, operand);
    const given = value !== undefined && !(colon && value === '');
    if (operator === '+') return given ? operand : '';
    return given ? value : operator === '-' ? operand : undefined;
  }

  #name(): string {
    namePattern.lastIndex = this.#at;
    const name = namePattern.exec(this.#text)?.[0] ?? '';
    this.#at += name.length;
    return name;
  }
}

/** A doubled operator removes the longest match, a single one the shortest. */
function trimmed(value: string, operator: string, operand: string): string | undefined {
  const takesLongest = operand.startsWith(operator);
  const pattern = takesLongest ? operand.slice(1) : operand;
  const lengths = matchingLengths(pattern, value, operator === '#' ? 'start' : 'end');
  if (lengths === undefined) return undefined;
  const length = (takesLongest ? lengths.at(-1) : lengths[0]) ?? 0;
  return operator === '#' ? value.slice(length) : value.slice(0, value.length - length);
}
