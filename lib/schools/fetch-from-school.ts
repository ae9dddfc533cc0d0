import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { CustomFetchOptions } from 'openid-client';
import { isAllowed } from '../http/allowed-address.ts';
import { readBody } from '../http/read-body.ts';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1024 * 1024;

/**
 * Fetches an address that a school's discovery document names: a limited time, a limited size, and no
 * redirects, which could lead into the network of this site.
 *
 * @throws PlatformError `bad-request` or `too-large`, or the error of `fetch`
 */
export async function fetchFromSchool(address: string, options: CustomFetchOptions): Promise<Response> {
  if (!isAllowed(address)) throw new PlatformError('bad-request', `${address} does not begin with https://.`);
  const response = await fetch(address, {
    ...(options as RequestInit),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    throw new PlatformError('bad-request', `${address} redirects to another address.`);
  }
  const body = await readBody(response, MAX_BYTES);
  const { status, headers } = response;
  return new Response(status === 204 ? null : body, { status, headers });
}
