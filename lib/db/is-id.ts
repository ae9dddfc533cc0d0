import { z } from 'zod';

const id = z.uuid();

/** Whether text from an address or a form can be the ID of a row. */
export function isId(text: unknown): text is string {
  return id.safeParse(text).success;
}

/** Whether text from an address or a form can be the ID of a user or a session, which better-auth chooses. */
export function isUserId(text: unknown): text is string {
  return typeof text === 'string' && /^[\w-]{1,64}$/.test(text);
}
