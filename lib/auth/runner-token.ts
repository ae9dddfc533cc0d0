import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { env } from '../platform/env.ts';
import { hasBearer } from './bearer.ts';

/** @throws PlatformError `unauthenticated` unless the request carries the runner token */
export function assertRunner(request: Pick<Request, 'headers'>): void {
  if (!hasBearer(request, env().RUNNER_TOKEN))
    throw new PlatformError(
      'unauthenticated',
      'The runner token is missing or wrong. Set RUNNER_TOKEN to the same value for the site and the runner.',
    );
}
