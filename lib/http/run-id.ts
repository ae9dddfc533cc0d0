import { PlatformError } from '@dfm/contracts';
import { isId } from '../db/is-id.ts';

export interface RunContext {
  params: Promise<{ id: string }>;
}

/**
 * The run ID in the address.
 *
 * @throws PlatformError `not-found` if it is not a valid ID
 */
export async function runIdOf({ params }: RunContext): Promise<string> {
  const { id } = await params;
  if (!isId(id)) throw new PlatformError('not-found', 'There is no such run.');
  return id;
}
