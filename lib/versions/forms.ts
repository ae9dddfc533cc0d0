import { z } from 'zod';

/** A version as an address or a form names it: a number, or `newest`, which is null. */
export const chosenVersion = z
  .string()
  .regex(/^newest$|^[1-9]\d{0,8}$/)
  .transform((text) => (text === 'newest' ? null : Number(text)));

export const moveForm = z.object({ to: chosenVersion });
