import { PlatformError } from '@dfm/contracts';
import { z } from 'zod';

export interface RunContext {
  params: Promise<{ id: string }>;
}

/**
 * The run ID in the address.
 *
 * @throws PlatformError `not-found` if it is not a valid ID
 */
export async function runIdOf({ params }: RunContext): Promise<string> {
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) throw new PlatformError('not-found', 'There is no such run.');
  return id.data;
}
