import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { log } from '../platform/log.ts';
import { LtiRefusal } from './problems.ts';

/**
 * Leads to the page that says what went wrong if a request of an LMS is refused.
 *
 * @param what for the log
 */
export async function refusedAs(
  what: 'login' | 'launch' | 'return',
  respond: () => Promise<Response>,
): Promise<Response> {
  try {
    return await respond();
  } catch (error) {
    const refusal =
      error instanceof PlatformError && error.code === 'rate-limited'
        ? new LtiRefusal('rate-limited')
        : error;
    if (!(refusal instanceof LtiRefusal)) throw error;
    const { problem, cause } = refusal;
    // Messages may repeat what the LMS sent about a person; codes do not.
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
    log.info({ problem, code }, `an LMS ${what} was refused`);
    return new Response(null, {
      status: 303,
      headers: {
        location: `${hrefTo('ltiProblem')}?${new URLSearchParams({ code: problem })}`,
        'cache-control': 'no-store',
      },
    });
  }
}
