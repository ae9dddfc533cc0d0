import { createHmac, timingSafeEqual } from 'node:crypto';

const LASTS_SECONDS = 12 * 60 * 60;

/** What an operator's browser keeps in place of the key: until when it holds, and a signature over that. */
export function operatorTicket(secret: string, nowMs: number): { value: string; maxAgeSeconds: number } {
  const until = String(nowMs + LASTS_SECONDS * 1_000);
  return { value: `${until}.${signature(until, secret)}`, maxAgeSeconds: LASTS_SECONDS };
}

export function isOperatorTicket(value: string | undefined, secret: string, nowMs: number): boolean {
  const [until = '', signed = ''] = (value ?? '').split('.');
  const wanted = Buffer.from(signature(until, secret));
  const given = Buffer.from(signed);
  return given.length === wanted.length && timingSafeEqual(given, wanted) && Number(until) > nowMs;
}

function signature(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}
