import type { Readiness } from '@dfm/contracts/browser-api';
import { route } from '@/lib/http/route.ts';
import { exerciseReadiness } from '@/lib/preparation/exercise-readiness.ts';

/** Whether runs of an exercise (`?exercise=`) can start now, and what is being prepared if they cannot. */
export const GET = route(async (request) => {
  const slug = new URL(request.url).searchParams.get('exercise') ?? '';
  const readiness: Readiness = await exerciseReadiness(slug);
  return Response.json(readiness, { headers: { 'cache-control': 'no-store' } });
});
