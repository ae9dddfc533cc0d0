import { route } from '@/lib/http/route.ts';
import { exerciseReadiness } from '@/lib/preparation/exercise-readiness.ts';

/** What runs of an exercise (`?exercise=`) would wait for now. */
export const GET = route(async (request) => {
  const slug = new URL(request.url).searchParams.get('exercise') ?? '';
  return Response.json(await exerciseReadiness(slug), { headers: { 'cache-control': 'no-store' } });
});
