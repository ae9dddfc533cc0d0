import { route } from '@/lib/http/route.ts';
import { exerciseReadiness } from '@/lib/preparation/exercise-readiness.ts';

/** Whether runs of an exercise (`?exercise=`) can start now, and what is being prepared if they cannot. */
export const GET = route(async (request) => {
  const slug = new URL(request.url).searchParams.get('exercise') ?? '';
  return Response.json(await exerciseReadiness(slug), { headers: { 'cache-control': 'no-store' } });
});
