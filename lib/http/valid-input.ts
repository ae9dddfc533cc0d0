import { PlatformError } from '@dfm/contracts';
import type { z } from 'zod';

/** What a browser sent to a server action, checked. @throws PlatformError `bad-request` with the first problem */
export function validInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PlatformError('bad-request', parsed.error.issues[0]!.message);
}
