import { PlatformError } from '@dfm/contracts';
import { isId } from '../db/is-id.ts';

export interface SessionContext {
  params: Promise<{ id: string }>;
}

/**
 * The ID of a terminal session in the address.
 *
 * @throws PlatformError `not-found` if it is not a valid ID
 */
export async function sessionIdOf({ params }: SessionContext): Promise<string> {
  const { id } = await params;
  if (!isId(id)) throw new PlatformError('not-found', 'There is no such session.');
  return id;
}
