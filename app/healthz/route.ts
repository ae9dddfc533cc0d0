import { checkHealth } from '@/lib/health.ts';

export const dynamic = 'force-dynamic';

/** 200 while the site can serve, 503 otherwise. For supervisors and probes. */
export async function GET(): Promise<Response> {
  const health = await checkHealth();
  return Response.json(health, { status: health.ok ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
