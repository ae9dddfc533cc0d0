import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { route } from '@/lib/http/route.ts';
import { continueVisit } from '@/lib/lti/continue-visit.ts';

interface Context {
  params: Promise<{ visit: string }>;
}

/**
 * Signs in as the person of the LMS. No server action, because with a new cookie, Next would render the page
 * of the visit again, which then has nothing to ask.
 */
export const POST = route<Context>(async (_request, { params }) => {
  const { visit } = await params;
  const path = await continueVisit(visit).catch((error: unknown) => {
    if (!(error instanceof PlatformError)) throw error;
    return error.code === 'rate-limited'
      ? `${hrefTo('ltiProblem')}?code=rate-limited`
      : hrefTo('ltiVisit', visit);
  });
  return new Response(null, { status: 303, headers: { location: path, 'cache-control': 'no-store' } });
});
