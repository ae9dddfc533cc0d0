import { unquote } from './words.ts';

const reference = /\$(?:(\w+)|\{(\w+)(?::?([-+])([^{}$]*))?\})/gu;

/** A value may name earlier ones several times, so that each line doubles it; beyond this it counts as unknown. */
const maxLength = 4096;

/**
 * Puts variables into a word as ARG, ENV and FROM do, then drops quotes.
 * Knows `$x`, `${x}`, `${x:-default}`, `${x-default}`, `${x:+set}`; an operand holds no variable itself.
 * @returns undefined where a variable has no value or the form is another, because the result is then unknown
 */
export function substitute(word: string, variables: ReadonlyMap<string, string>, escape: string): string | undefined {
  if (!word.includes('$')) return unquote(word, escape);
  let unknown = false;
  const filled = word.replaceAll(reference, (_, plain: string | undefined, braced: string | undefined, operator: string | undefined, operand: string | undefined) => {
    const value = variables.get(plain ?? braced ?? '');
    if (operator === '+') return value ? (operand ?? '') : '';
    if (operator === '-') return value ? value : (operand ?? '');
    if (value === undefined) unknown = true;
    return value ?? '';
  });
  if (unknown || filled.includes('$') || filled.length > maxLength) return undefined;
  return unquote(filled, escape);
}
