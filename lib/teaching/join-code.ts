import { randomInt } from 'node:crypto';

/** No 0, 1, i, l and o, so that a code can be read from a board or a slide. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 10;
const shape = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** A new code for the link with which learners join a class. There are 31¹⁰ of them, so none can be guessed. */
export function newJoinCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** The code in an address, in whichever case it was typed; undefined if it cannot be one. */
export function parseJoinCode(text: string): string | undefined {
  const code = text.toLowerCase();
  return shape.test(code) ? code : undefined;
}
