import { readiness } from '@/lib/operator/readiness.ts';

export const dynamic = 'force-dynamic';

/**
 * 200 while the site can serve requests, 503 with the reasons otherwise. For load balancers and for the
 * process that starts the site.
 */
export async function GET(): Promise<Response> {
  const found = await readiness();
  return Response.json(found, { status: found.ok ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
