import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { perProcess } from '../platform/per-process.ts';
import { fetchFromPlatform } from './fetch-from-platform.ts';
import { retryAfterSeconds } from './retry-time.ts';
import { ServiceFailure } from './service-problem.ts';

export interface PlatformRequest {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
}

/** An answer other than a fault of the LMS. */
export interface PlatformAnswer {
  status: number;
  headers: Headers;
  body: string;
}

/** The last request of each LMS, for which the next one waits. */
const lastRequests = () => perProcess('requests to LMSs', () => new Map<string, Promise<unknown>>());

/**
 * Requests something from an LMS, within the limits of `fetchFromPlatform` and one request at a time.
 *
 * @throws ServiceFailure if it cannot be reached, is too slow, reports a fault or asks for a pause
 */
export async function askPlatform(
  platformId: string,
  address: string,
  request: PlatformRequest,
): Promise<PlatformAnswer> {
  const before = lastRequests().get(platformId);
  const asked = (async () => {
    await before?.catch(() => undefined);
    return answerOf(address, request);
  })();
  lastRequests().set(platformId, asked);
  try {
    return await asked;
  } finally {
    if (lastRequests().get(platformId) === asked) lastRequests().delete(platformId);
  }
}

async function answerOf(address: string, request: PlatformRequest): Promise<PlatformAnswer> {
  const response = await fetchFromPlatform(address, request).catch((error: unknown) => {
    throw failureOf(error);
  });
  const { status } = response;
  if (status === 429 || status >= 500) {
    const pause = retryAfterSeconds(response.headers.get('retry-after'), new Date());
    throw new ServiceFailure(status === 429 ? 'limited' : 'broken', `${address}: ${status}`, pause);
  }
  return { status, headers: response.headers, body: await response.text() };
}

function failureOf(error: unknown): ServiceFailure {
  if (error instanceof PlatformError)
    return new ServiceFailure(error.code === 'too-large' ? 'too-large' : 'address', error);
  const isTimeout = error instanceof Error && error.name === 'AbortError';
  return new ServiceFailure(isTimeout ? 'slow' : 'unreachable', error);
}

/** Whether a status says that something was done. */
export const isDone = (status: number): boolean => status >= 200 && status < 300;
