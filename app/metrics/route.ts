import { hasBearer } from '@/lib/auth/bearer.ts';
import { refusal, route } from '@/lib/http/route.ts';
import { env } from '@/lib/platform/env.ts';
import { siteMetrics } from '@/lib/telemetry/site-metrics.ts';

export const dynamic = 'force-dynamic';

/**
 * Metrics in the Prometheus text format, for clients that send METRICS_TOKEN. If no token is set, there is no
 * such page.
 */
export const GET = route(async (request) => {
  const { METRICS_TOKEN: token } = env();
  if (token === undefined) return refusal('not-found', 'There is no such page.');
  if (!hasBearer(request, token)) return refusal('unauthenticated', 'The metrics token is missing or wrong.');
  const metrics = siteMetrics();
  return new Response(await metrics.scrape(), {
    headers: { 'content-type': metrics.registry.contentType, 'cache-control': 'no-store' },
  });
});
