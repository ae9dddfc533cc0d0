import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const STEP_MS = 30_000;
const SECRET_BYTES = 20;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret for an authenticator app, in base32 as RFC 4226 recommends: 160 random bits. */
export function newTotpSecret(): string {
  return base32(randomBytes(SECRET_BYTES));
}

/** Bytes in base32 (RFC 4648), without padding. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function bytesOf(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
}

/** The code of a time step (RFC 6238): six digits from HMAC-SHA-1, which every authenticator app supports. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1)! & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** The number of the 30 seconds in which a moment lies. @param at in ms since 1970 */
export function totpStep(at: number): number {
  return Math.floor(at / STEP_MS);
}

/**
 * The time step whose code was entered: the current one, or the one before or after it for clocks that
 * differ.
 *
 * @param code unvalidated
 * @param after the last step that may no longer be used; null if there is none
 * @returns undefined for a code of no such step
 */
export function stepOfCode(
  secret: string,
  code: string,
  { at, after }: { at: number; after: number | null },
): number | undefined {
  const now = totpStep(at);
  return [now - 1, now, now + 1].find((step) => step > (after ?? -1) && isSame(totpCode(secret, step), code));
}

function isSame(expected: string, entered: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(entered)];
  return one.length === other.length && timingSafeEqual(one, other);
}
