import { createHmac, timingSafeEqual } from 'node:crypto';

const LASTS_SECONDS = 12 * 60 * 60;

/** The value that an operator's browser stores instead of the key: the expiry time, and its signature. */
export function operatorTicket(secret: string, nowMs: number): { value: string; maxAgeSeconds: number } {
  const until = String(nowMs + LASTS_SECONDS * 1_000);
  return { value: `${until}.${signature(until, secret)}`, maxAgeSeconds: LASTS_SECONDS };
}

export function isOperatorTicket(value: string | undefined, secret: string, nowMs: number): boolean {
  const [until = '', signed = ''] = (value ?? '').split('.');
  const expected = Buffer.from(signature(until, secret));
  const given = Buffer.from(signed);
  return given.length === expected.length && timingSafeEqual(given, expected) && Number(until) > nowMs;
}

function signature(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}
