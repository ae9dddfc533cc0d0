import { apiCaller } from '@/lib/api/caller.ts';
import { gradebookForPrograms } from '@/lib/api/classes.ts';
import { route } from '@/lib/http/route.ts';
import { cohortAccess } from '@/lib/teaching/access.ts';

interface Context {
  params: Promise<{ cohort: string }>;
}

/** The gradebook of a class as JSON, for programs and as a download. */
export const GET = route<Context>(async (request, { params }) => {
  const access = await cohortAccess(await apiCaller(request), (await params).cohort, 'seeWork');
  return Response.json(await gradebookForPrograms(access), {
    headers: { 'cache-control': 'no-store', 'content-disposition': 'inline; filename="grades.json"' },
  });
});
